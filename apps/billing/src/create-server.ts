import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configureHttp, createErrorFilter, measureRequests } from '@pulsetech/server-kit';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { keepSignedBodies } from './modules/interactions/signed-body.js';
import type { AppConfig } from './platform/config/app-config.js';
import { STATUS_OF } from './platform/errors/status-of.js';

/** The billing server, ready to listen. */
export async function createServer(config: AppConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  return configureServer(app, config);
}

/** What applies to every request: log, security headers, body limits, validation, the form of errors. */
export function configureServer(app: NestExpressApplication, config: AppConfig): NestExpressApplication {
  app.useLogger(app.get(Logger));
  measureRequests(app);
  keepSignedBodies(app);
  configureHttp(app, { trustProxy: config.trustProxy, https: config.https });
  app.useGlobalFilters(createErrorFilter(STATUS_OF));
  app.enableShutdownHooks();
  return app;
}
