import { discordErrorReply, plainErrorReply, rateLimitedReply } from '../platform/http/discord-errors.js';
import type { Reply } from '../platform/http/reply.js';
import { jsonReply } from '../platform/http/reply.js';
import type { Fault } from './fault-list.js';

/** What a failure answers: a reply, "drop" for none at all, or null if the request goes on as always. */
export function faultReply({ status, code, retryAfter, scope }: Fault): Reply | 'drop' | null {
  if (status === 0) return 'drop';
  if (status === 429) {
    return rateLimitedReply({ retryAfterS: retryAfter, scope, ...(typeof code === 'number' ? { code } : {}) });
  }
  if (typeof code === 'string') return jsonReply(status ?? 400, { error: code });
  if (code !== null) return discordErrorReply(code, status ?? undefined);
  return status === null ? null : plainErrorReply(status);
}
