import 'reflect-metadata';
import { ConfigError } from '@pulsetech/server-kit';
import { Logger } from 'nestjs-pino';
import { createServer } from './create-server.js';
import { readConfig } from './platform/config/read-config.js';

try {
  const config = readConfig();
  const app = await createServer(config);
  await app.listen(config.PORT, config.HOST);
  app.get(Logger).log(`Listening on ${config.HOST}:${config.PORT} as ${config.publicUrl}`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
