import { randomInt } from 'node:crypto';
import { hashToken, randomToken } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { OAUTH_FLOW_SECONDS } from '../linking/link-intent.js';

/**
 * How many sign-ins one browser can have under way. Each has a cookie of its own rather than a place in the session: two
 * tabs at once would overwrite each other's session, and a sign-in that ends gives the session a new id.
 */
const SLOTS = 8;
const COOKIE = /^PulseDiscord[0-7]$/;

/** Gives the browser a secret to bring back, and returns the hash to keep. */
export function bindBrowser(request: Request, secure: boolean): string {
  const secret = randomToken();
  request.res?.cookie(freeCookie(request), secret, {
    httpOnly: true,
    secure,
    sameSite: 'lax',
    path: '/',
    maxAge: OAUTH_FLOW_SECONDS * 1000,
  });
  return hashToken(secret);
}

/** Whether the browser brings back the secret with this hash; the cookie is used up then. */
export function releaseBrowser(request: Request, browserHash: string): boolean {
  for (const [name, secret] of flowCookies(request)) {
    if (hashToken(secret) === browserHash) {
      request.res?.clearCookie(name, { path: '/' });
      return true;
    }
  }
  return false;
}

/** A name that is free; when all are taken, any, so that the number stays bounded. */
function freeCookie(request: Request): string {
  const taken = new Set(flowCookies(request).map(([name]) => name));
  const names = Array.from({ length: SLOTS }, (_, slot) => `PulseDiscord${slot}`);
  const free = names.filter((name) => !taken.has(name));
  const choices = free.length > 0 ? free : names;
  return choices[randomInt(choices.length)] ?? 'PulseDiscord0';
}

function flowCookies(request: Request): [string, string][] {
  return (request.headers.cookie ?? '').split(';').flatMap((pair): [string, string][] => {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    return COOKIE.test(name) ? [[name, value]] : [];
  });
}
