import 'reflect-metadata';
import { ConfigError } from '@pulsetech/server-kit';
import { createServer } from './create-server.js';
import { readConfig } from './platform/config/read-config.js';

try {
  const config = readConfig();
  const app = await createServer(config);
  await app.listen(config.PORT, config.HOST);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
