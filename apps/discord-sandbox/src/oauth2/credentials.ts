import { createHash, timingSafeEqual } from 'node:crypto';
import type { Exchange } from '../platform/http/exchange.js';
import type { Caller } from '../platform/http/router.js';
import { discordError } from '../platform/http/discord-errors.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { AccessToken } from './grant-store.js';

export type Identity = { readonly kind: 'bot' } | { readonly kind: 'user'; readonly token: AccessToken };

/** Compares secrets in a time that does not tell where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** Who sends this request by its Authorization header; null if nobody that the sandbox knows. */
export function identify(context: SandboxContext, exchange: Exchange): Identity | null {
  const [scheme, credential = ''] = (exchange.header('authorization') ?? '').split(' ');
  if (scheme === 'Bot' && sameSecret(credential, context.settings.botToken)) return { kind: 'bot' };
  if (scheme !== 'Bearer') return null;
  const token = context.grants.access(credential);
  return token && context.world.users.has(token.userId) ? { kind: 'user', token } : null;
}

/** Refuses with Discord's 401 unless one of the wanted callers sends the request. */
export function requireCaller(context: SandboxContext, exchange: Exchange, wanted: Caller): void {
  if (wanted === 'anyone') return;
  const identity = identify(context, exchange);
  if (identity === null || (wanted !== 'bot or user' && identity.kind !== wanted)) throw discordError(0);
}

/** The client's id and secret from HTTP Basic or, failing that, from the form. */
export function clientCredentials(exchange: Exchange, form: URLSearchParams): { id: string; secret: string } {
  const [scheme, encoded] = (exchange.header('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() === 'basic' && encoded !== undefined) {
    const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const plain = (text: string) => new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
    return { id: plain(id), secret: plain(secret.join(':')) };
  }
  return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
}
