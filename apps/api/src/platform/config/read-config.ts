import { ConfigError, loadConfig } from '@pulsetech/server-kit';
import { AppConfig } from './app-config.js';

/** The server's configuration. Throws one ConfigError with all faults. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  const config = loadConfig(AppConfig, env);
  if (config.NODE_ENV === 'production' && !config.https && !isLoopback(new URL(config.siteUrl).hostname)) {
    // Passwords and session cookies would travel in the clear.
    throw new ConfigError(['SITE_URL must be an https address in production.']);
  }
  return config;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
