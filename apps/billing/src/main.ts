import 'reflect-metadata';
import { growHeapSlowly, startFailureReporter } from '@pulsetech/server-kit';
import { Logger } from 'nestjs-pino';
import { createServer } from './create-server.js';
import type { AppConfig } from './platform/config/app-config.js';
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
  app.get(Logger).log(featuresOf(config));
}

/** What is on and off, by the configuration. */
function featuresOf(config: AppConfig): string {
  const features = {
    gateway: config.DISCORD_GATEWAY === 'on',
    interactions: config.DISCORD_PUBLIC_KEY !== undefined,
    metrics: config.METRICS_TOKEN !== undefined,
  };
  return Object.entries(features)
    .map(([name, isOn]) => `${name} ${isOn ? 'on' : 'off'}`)
    .join(', ');
}

await start().catch(startFailureReporter('BILLING_DATABASE_URL'));
