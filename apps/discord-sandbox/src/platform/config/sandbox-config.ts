import { parseSnowflake } from '../../world/snowflake.js';

export interface SandboxConfig {
  readonly port: number;
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly botToken: string;
  readonly redirectUris: readonly string[];
  /** The address under which browsers and services reach the sandbox; by default the one it listens on. */
  readonly publicUrl: string | null;
  readonly logLevel: LogLevel;
  /** Lines for people instead of JSON. */
  readonly logPretty: boolean;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Everything that is wrong with the configuration, by name; values are never part of it. */
export class SandboxConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The Discord sandbox cannot start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'SandboxConfigError';
  }
}

function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Reads and checks the whole configuration; throws one SandboxConfigError that lists all faults together. */
export function readSandboxConfig(env: NodeJS.ProcessEnv = process.env): SandboxConfig {
  if (env['NODE_ENV'] === 'production') {
    throw new SandboxConfigError([
      'NODE_ENV is "production". The sandbox stands in for Discord in development and tests only, and lets anyone ' +
        'sign in as anyone. Point the product at the real Discord instead.',
    ]);
  }
  const faults: string[] = [];
  const required = (name: string): string => {
    const value = env[name]?.trim() ?? '';
    if (value === '') faults.push(`${name} is missing.`);
    return value;
  };

  const port = Number(env['PORT'] ?? '3002');
  if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push('PORT must be a whole number from 0 to 65535.');

  const clientId = required('SANDBOX_CLIENT_ID');
  if (clientId !== '' && parseSnowflake(clientId) === null) {
    faults.push('SANDBOX_CLIENT_ID must be an id as Discord gives them: 17 to 19 digits.');
  }
  const clientSecret = required('SANDBOX_CLIENT_SECRET');
  const botToken = required('SANDBOX_BOT_TOKEN');

  const redirectUris = required('SANDBOX_REDIRECT_URIS')
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '');
  if (!redirectUris.every(isHttpAddress)) {
    faults.push('SANDBOX_REDIRECT_URIS must be full http or https addresses, separated by commas.');
  }

  const publicUrl = env['SANDBOX_PUBLIC_URL']?.trim().replace(/\/+$/, '') || null;
  if (publicUrl !== null && !isHttpAddress(publicUrl)) {
    faults.push('SANDBOX_PUBLIC_URL must be a full http or https address.');
  }

  const logLevel = logLevels.find((level) => level === (env['LOG_LEVEL'] || 'info'));
  if (logLevel === undefined) faults.push(`LOG_LEVEL must be one of ${logLevels.join(', ')}.`);

  if (faults.length > 0) throw new SandboxConfigError(faults);
  const host = env['HOST']?.trim() || '127.0.0.1';
  const logPretty = env['LOG_PRETTY'] === 'true';
  return {
    port,
    host,
    clientId,
    clientSecret,
    botToken,
    redirectUris,
    publicUrl,
    logLevel: logLevel ?? 'info',
    logPretty,
  };
}
