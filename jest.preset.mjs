import { basename } from 'node:path';

const typescript = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true, tsx: false },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const javascript = [
  '@swc/jest',
  {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } },
    module: { type: 'commonjs' },
    sourceMaps: false,
  },
];

// Packages that ship ECMAScript modules only; Jest runs CommonJS, so SWC turns them over like our own code.
const ecmascriptPackages = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'load-esm',
  '@tokenizer',
  '@borewit',
  'uid',
  'jose',
  'nestjs-pino',
  'autocannon',
  'lru-cache',
];

/** Jest configuration of one Node project: SWC, no network, workspace libraries read from their sources. */
export function nodePreset(rootDir) {
  return {
    displayName: basename(rootDir),
    rootDir,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
    moduleNameMapper: {
      '^@pulsetech/([^/]+)$': '<rootDir>/../../libs/$1/src/index.ts',
      '^@pulsetech/([^/]+)/([^/]+)$': '<rootDir>/../../libs/$1/src/$2.ts',
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    transform: { '^.+\\.ts$': typescript, '^.+\\.m?js$': javascript },
    transformIgnorePatterns: [`/node_modules/(?!(${ecmascriptPackages.join('|')})/)`],
  };
}
