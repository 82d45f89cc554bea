import { IsUrl } from 'class-validator';
import { ConfigError } from './config.error.js';

/** Accepts an http or https address with its scheme, also of hosts without a dot such as `localhost`. */
export function IsWebAddress(): PropertyDecorator {
  return IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] });
}

/** The address as paths are joined to it. */
export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

/**
 * What a server's browsers send would travel in the clear over http, so that in production it is allowed on the own
 * machine only. `setting`: the name of the setting that the address comes from.
 *
 * @throws ConfigError
 */
export function requireHttpsInProduction(nodeEnv: string, setting: string, address: string): void {
  const { protocol, hostname } = new URL(address);
  if (nodeEnv !== 'production' || protocol === 'https:' || isLoopback(hostname)) return;
  throw new ConfigError([`${setting} must be an https address in production.`]);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
