import { pino } from 'pino';
import { readSandboxConfig, SandboxConfigError } from './platform/config/sandbox-config.js';
import { startSandbox } from './sandbox.js';

const log = pino({ name: 'discord-sandbox' });

try {
  const config = readSandboxConfig();
  const onError = (error: unknown) => log.error({ err: error }, 'A request could not be answered.');
  const sandbox = await startSandbox({ ...config, onError });
  log.info({ url: sandbox.url }, 'The Discord sandbox is listening.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sandbox.close().catch((error: unknown) => log.error({ err: error }, 'The sandbox did not close.'));
    });
  }
} catch (error) {
  if (error instanceof SandboxConfigError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'The Discord sandbox could not start.');
  process.exitCode = 1;
}
