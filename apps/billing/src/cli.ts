import 'reflect-metadata';
import { startFailureReporter } from '@pulsetech/server-kit';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { readStorageConfig } from './platform/config/read-config.js';

const reportStartFailure = startFailureReporter('BILLING_DATABASE_URL');

/** Of the command line parser, which has said already what is wrong. */
function isToldAlready(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

function fail(error: unknown): never {
  if (!isToldAlready(error)) reportStartFailure(error);
  process.exit(1);
}

async function run(): Promise<void> {
  await CommandFactory.run(CliModule.forRoot(readStorageConfig()), {
    logger: false,
    abortOnError: false,
    errorHandler: fail,
    serviceErrorHandler: fail,
  });
}

run().catch(fail);
