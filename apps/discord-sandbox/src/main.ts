import { pino } from 'pino';
import { readSandboxConfig, SandboxConfigError, type SandboxConfig } from './platform/config/sandbox-config.js';
import { startSandbox } from './sandbox.js';

function logger({ logLevel, logPretty }: SandboxConfig) {
  const options = { name: 'discord-sandbox', level: logLevel };
  return pino(logPretty ? { ...options, transport: { target: 'pino-pretty' } } : options);
}

async function run(): Promise<void> {
  const config = readSandboxConfig();
  const log = logger(config);
  const onError = (error: unknown) => log.error({ err: error }, 'A request could not be answered.');
  const sandbox = await startSandbox({ ...config, onError });
  log.info({ url: sandbox.url }, 'The Discord sandbox is listening.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sandbox.close().catch((error: unknown) => log.error({ err: error }, 'The sandbox did not close.'));
    });
  }
}

try {
  await run();
} catch (error) {
  if (!(error instanceof SandboxConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
