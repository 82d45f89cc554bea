import 'reflect-metadata';
import { growHeapSlowly, startFailureReporter } from '@pulsetech/server-kit';
import { Logger } from 'nestjs-pino';
import { createServer } from './create-server.js';
import { readConfig } from './platform/config/read-config.js';

async function start(): Promise<void> {
  growHeapSlowly();
  const config = readConfig();
  const app = await createServer(config);
  try {
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  app.get(Logger).log(`Listening on ${config.HOST}:${config.PORT} as ${config.publicUrl}`);
  app.get(Logger).log(`Metrics are ${config.METRICS_TOKEN === undefined ? 'off' : 'on'}`);
}

await start().catch(startFailureReporter('BILLING_DATABASE_URL'));
