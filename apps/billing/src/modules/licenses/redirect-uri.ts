import { LicenceCommandError } from './licences.errors.js';

const LONGEST = 512;

/** Refuses what must not be registered as a redirect URI. Registered ones are compared letter by letter (RFC 9700). */
export function assertRedirectUri(uri: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw fault(uri, 'is not a full http or https address');
  }
  if (uri.includes('#')) throw fault(uri, 'must not have a fragment (#…)');
  if (url.username !== '' || url.password !== '') throw fault(uri, 'must not carry a user name or password');
  if (uri.includes('*') || /\s/.test(uri)) throw fault(uri, 'must be one address, without * and spaces');
  if (uri.length > LONGEST) throw fault(uri, `must not be longer than ${LONGEST} characters`);
}

function fault(uri: string, what: string): LicenceCommandError {
  return new LicenceCommandError('invalid_request', `The redirect URI ${uri} ${what}.`);
}
