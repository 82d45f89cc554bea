import { hashToken, randomToken } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { cookieName } from '../accounts/cookie-name.js';
import { OAUTH_FLOW_SECONDS } from '../linking/link-intent.js';

/**
 * How many sign-ins one browser can have under way. Each has a cookie of its own rather than a place in the session: two
 * tabs at once would overwrite each other's session, and a sign-in that ends gives the session a new id.
 */
const MOST = 8;
const NAME = 'PulseDiscord-';
const REST = /^[0-9a-z]+-[\w-]{8}$/;

/** Gives the browser a secret to bring back, and returns the hash to keep. `now` in Unix milliseconds. */
export function bindBrowser(request: Request, secure: boolean, now: number): string {
  const older = flowCookies(request, secure).sort(([a], [b]) => (a < b ? 1 : -1));
  for (const [name] of older.slice(MOST - 1)) request.res?.clearCookie(name, { path: '/', secure });
  const secret = randomToken();
  request.res?.cookie(`${cookieName(NAME, secure)}${now.toString(36)}-${randomToken(6)}`, secret, {
    httpOnly: true,
    secure,
    sameSite: 'lax',
    path: '/',
    maxAge: OAUTH_FLOW_SECONDS * 1000,
  });
  return hashToken(secret);
}

/** Whether the browser brings back the secret with this hash; the cookie is used up then. */
export function releaseBrowser(request: Request, secure: boolean, browserHash: string): boolean {
  for (const [name, secret] of flowCookies(request, secure)) {
    if (hashToken(secret) === browserHash) {
      request.res?.clearCookie(name, { path: '/', secure });
      return true;
    }
  }
  return false;
}

function flowCookies(request: Request, secure: boolean): [string, string][] {
  const prefix = cookieName(NAME, secure);
  return (request.headers.cookie ?? '').split(';').flatMap((pair): [string, string][] => {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    return name.startsWith(prefix) && REST.test(name.slice(prefix.length)) ? [[name, value]] : [];
  });
}
