import 'reflect-metadata';
import { join } from 'node:path';
import { CommandFactory } from 'nest-commander';
import { AppModule } from './app.module.js';
import { readConfig } from './platform/config/read-config.js';
import { ProcessRole } from './platform/process/process-role.js';
import { reportStartFailure } from './platform/process/start-failure.js';

/** Standard output is for what a command answers; the log goes to standard error, and only what is amiss. */
async function run(): Promise<void> {
  const config = readConfig();
  config.LOG_LEVEL = 'warn';
  const module = AppModule.forRoot(config, {
    role: new ProcessRole('cli'),
    version: 'cli',
    webDist: join(import.meta.dirname, '../../web/dist'),
    logDestination: process.stderr,
  });
  await CommandFactory.run(module, {
    logger: ['warn', 'error'],
    cliName: 'npm run -s cli --',
    serviceErrorHandler: reportStartFailure,
  });
}

await run().catch(reportStartFailure);
