import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  configureHttp,
  createErrorFilter,
  growHeapSlowly,
  measureRequests,
  startFailureReporter,
} from '@pulsetech/server-kit';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { mountWebservice } from './modules/webservice/webservice.endpoint.js';
import { readConfig } from './platform/config/read-config.js';
import { STATUS_OF_ERROR } from './platform/errors/status-of-error.js';
import { contentSecurityPolicy } from './platform/http/content-security-policy.js';
import { mountOpenApi } from './platform/openapi/openapi.js';
import { ProcessRole } from './platform/process/process-role.js';

async function start(): Promise<void> {
  growHeapSlowly();
  const config = readConfig();
  const version = versionOf(join(import.meta.dirname, '../package.json'));
  const module = AppModule.forRoot(config, {
    role: new ProcessRole('server'),
    version,
    webDist: resolve(config.WEB_DIST ?? join(import.meta.dirname, '../../web/dist')),
  });
  const app = await NestFactory.create<NestExpressApplication>(module, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.useLogger(app.get(Logger));
  measureRequests(app);
  mountWebservice(app);
  configureHttp(app, {
    trustProxy: config.trustProxy,
    https: config.https,
    contentSecurityPolicy: contentSecurityPolicy(config.avatarBaseUrl),
  });
  app.useGlobalFilters(createErrorFilter(STATUS_OF_ERROR));
  mountOpenApi(app, version);
  app.enableShutdownHooks();
  try {
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  app.get(Logger).log(`${config.SITE_NAME} listens on ${await app.getUrl()} and is reached at ${config.siteUrl}`);
  app.get(Logger).log(`Metrics are ${config.METRICS_TOKEN === undefined ? 'off' : 'on'}`);
}

function versionOf(packageFile: string): string {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return version;
}

await start().catch(startFailureReporter('DATABASE_URL'));
