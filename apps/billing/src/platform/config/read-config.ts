import { ConfigError, loadConfig } from '@pulsetech/server-kit';
import { AppConfig, StorageConfig } from './app-config.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The server's configuration. Throws one ConfigError with all faults. */
export function readConfig(env: Environment = process.env): AppConfig {
  const config = loadConfig(AppConfig, env);
  if (config.NODE_ENV === 'production' && !config.https && !isLoopback(new URL(config.publicUrl).hostname)) {
    // Authorization codes and consent would travel in the clear.
    throw new ConfigError(['BILLING_PUBLIC_URL must be an https address in production.']);
  }
  return config;
}

export function readStorageConfig(env: Environment = process.env): StorageConfig {
  return loadConfig(StorageConfig, env);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
