import { discordErrorReply, plainErrorReply, rateLimitedReply } from '../platform/http/discord-errors.js';
import type { Reply } from '../platform/http/reply.js';
import { jsonReply } from '../platform/http/reply.js';
import type { Fault } from './fault-list.js';

/** What a failure answers: a reply, "drop" for none at all, or null if the request goes on as always. */
export function faultReply({ status, code, retryAfter, scope, answer }: Fault): Reply | 'drop' | null {
  if (status === 0) return 'drop';
  if (answer === 'html') return networkPage(status ?? 502);
  if (status === 429) {
    return rateLimitedReply({ retryAfterS: retryAfter, scope, ...(typeof code === 'number' ? { code } : {}) });
  }
  if (typeof code === 'string') return jsonReply(status ?? 400, { error: code });
  if (code !== null) return discordErrorReply(code, status ?? undefined);
  return status === null ? null : plainErrorReply(status);
}

/** As the network in front of Discord answers: it knows neither JSON nor Discord's headers. */
export function networkPage(status: number): Reply {
  const reason = status === 429 ? 'error code: 1015' : `Error ${status}`;
  const body = `<!DOCTYPE html><html><head><title>${reason}</title></head><body><h1>${reason}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' }, body };
}

/** The answer that the request would have had, spoiled as ordered. */
export function spoiled(reply: Reply, { answer }: Fault): Reply {
  if (answer === 'half') return { ...reply, breaksOff: true };
  const list: unknown = answer === 'short' && reply.status === 200 ? JSON.parse(reply.body) : null;
  return Array.isArray(list) ? { ...reply, body: JSON.stringify(list.slice(0, list.length >> 1)) } : reply;
}
