import 'reflect-metadata';
import { ConfigError } from '@pulsetech/server-kit';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { LicenceCommandError } from './modules/licenses/licences.errors.js';
import { readStorageConfig } from './platform/config/read-config.js';

function fail(error: unknown): never {
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
