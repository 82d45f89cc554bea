import { loadConfig, requireHttpsInProduction } from '@pulsetech/server-kit';
import { AppConfig } from './app-config.js';

/** The server's configuration. Throws one ConfigError with all faults. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  const config = loadConfig(AppConfig, env);
  requireHttpsInProduction(config.NODE_ENV, 'SITE_URL', config.siteUrl);
  return config;
}
