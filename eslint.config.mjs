import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom. Nothing is allowed that does not stand here; only tests reach the sandbox and the test kit. */
const boundaries = [
  { sourceTag: 'scope:api', onlyDependOnLibsWithTags: ['scope:api', 'scope:shared'] },
  { sourceTag: 'scope:billing', onlyDependOnLibsWithTags: ['scope:billing', 'scope:shared'] },
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain'] },
  { sourceTag: 'scope:sandbox', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:domain'] },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain'] },
  { sourceTag: 'type:feature', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain', 'type:client'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:feature', 'type:contracts', 'type:domain', 'type:client'],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:testing', 'type:contracts', 'type:domain'],
  },
];

const boundariesRule = (constraints, allow = []) => [
  'error',
  { enforceBuildableLibDependency: false, allow, depConstraints: constraints },
];

/** The end-to-end tests start the product as the command line does: they share the tools that do it. */
const toolsOfTheCommandLine = ['^(\\.\\./)+tools/[a-z-]+\\.mjs$'];

/** Specs may also use the test kit. */
const boundariesOfTests = boundaries.map((rule) =>
  ['type:app', 'type:feature', 'type:client'].includes(rule.sourceTag)
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'type:testing'] }
    : rule,
);

/** What an import may be that is not of the project's own files: `allowed` is a regular expression of whole names. */
const importsOnly = (allowed, message) => [
  'error',
  { patterns: [{ regex: `^(?!\\.${allowed ? `|(${allowed})$` : ''})`, message }] },
];

/** Where the parts of the api are put together: the lists of all entities and of all error codes, and a shared table. */
const compositionOfTheApi = [
  'apps/api/src/platform/database/entities.ts',
  'apps/api/src/platform/errors/status-of-error.ts',
  'apps/api/src/platform/caches/cache-generation.ts',
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/test-results', '**/*.mjs', '**/*.gen.ts'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in platform/config only.' },
      ],
      '@nx/enforce-module-boundaries': boundariesRule(boundaries),
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', '**/test/**/*.ts', 'apps/e2e/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundariesRule(boundariesOfTests),
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['apps/e2e/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundariesRule(boundariesOfTests, toolsOfTheCommandLine) },
  },
  {
    files: ['**/config/*.ts', 'libs/testing/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': importsOnly('', 'The rules are pure: domain imports nothing.') },
  },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': importsOnly(
        'class-validator|class-transformer|@pulsetech/domain',
        'Browser and servers share the contracts: they import class-validator, class-transformer and domain only.',
      ),
    },
  },
  {
    files: ['apps/web/src/**/*.ts', 'apps/web/src/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@pulsetech/contracts',
              allowTypeImports: true,
              message: 'Import values from @pulsetech/contracts/constants, which loads no validators in the browser.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/api/src/platform/**/*.ts'],
    ignores: ['**/*.spec.ts', ...compositionOfTheApi],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '/modules/', message: 'The platform knows no feature; features know the platform.' }] },
      ],
    },
  },
  prettier,
);
