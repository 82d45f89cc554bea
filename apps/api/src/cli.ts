import 'reflect-metadata';
import { join } from 'node:path';
import { startFailureReporter } from '@pulsetech/server-kit';
import { CommandFactory } from 'nest-commander';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { readConfig } from './platform/config/read-config.js';
import { ProcessRole } from './platform/process/process-role.js';

const reportStartFailure = startFailureReporter('DATABASE_URL');

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
  const app = await CommandFactory.createWithoutRunning(module, {
    logger: false,
    abortOnError: false,
    cliName: 'npm run -s cli --',
    serviceErrorHandler: reportStartFailure,
  });
  app.useLogger(app.get(Logger));
  try {
    await CommandFactory.runApplication(app);
  } finally {
    await app.close();
  }
}

await run().catch(reportStartFailure);
