import { loadConfig, requireHttpsInProduction } from '@pulsetech/server-kit';
import { AppConfig, StorageConfig } from './app-config.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The server's configuration. Throws one ConfigError with all faults. */
export function readConfig(env: Environment = process.env): AppConfig {
  const config = loadConfig(AppConfig, env);
  requireHttpsInProduction(config.NODE_ENV, 'BILLING_PUBLIC_URL', config.publicUrl);
  return config;
}

export function readStorageConfig(env: Environment = process.env): StorageConfig {
  return loadConfig(StorageConfig, env);
}
