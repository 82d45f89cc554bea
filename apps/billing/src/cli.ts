import 'reflect-metadata';
import { ConfigError } from '@pulsetech/server-kit';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { LicenceCommandError } from './modules/licenses/licences.errors.js';
import { readStorageConfig } from './platform/config/read-config.js';

/** Of the command line parser, which has said already what is wrong. */
function isToldAlready(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

function fail(error: unknown): never {
  if (isToldAlready(error)) process.exit(1);
  const expected = error instanceof ConfigError || error instanceof LicenceCommandError;
  process.stderr.write(`${expected ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  await CommandFactory.run(CliModule.forRoot(readStorageConfig()), {
    logger: ['error'],
    errorHandler: fail,
    serviceErrorHandler: fail,
  });
}

run().catch(fail);
