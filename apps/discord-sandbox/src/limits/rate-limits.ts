import { createHash } from 'node:crypto';
import { rateLimitedReply } from '../platform/http/discord-errors.js';
import { Refusal, withHeaders, type Reply } from '../platform/http/reply.js';
import { fixedWindow, leakyBucket, type Bucket, type Limit } from './buckets.js';

/** `real`: fixed windows. `leaky`: the same amounts, which come back evenly. */
export const limitModes = ['off', 'real', 'leaky'] as const;
export type LimitMode = (typeof limitModes)[number];

const hour = 3_600_000;

/** Requests per window and guild, as measured by libraries; Discord promises none of them. Other routes have none. */
const limits: Readonly<Record<string, Limit>> = {
  'GET /guilds/:guild/members/:user': { bucket: 'member', requests: 5, windowMs: 1000 },
  'GET /guilds/:guild/members': { bucket: 'members', requests: 10, windowMs: 10_000 },
  'PUT /guilds/:guild/members/:user/roles/:role': { bucket: 'member role', requests: 10, windowMs: 10_000 },
  'DELETE /guilds/:guild/members/:user/roles/:role': { bucket: 'member role', requests: 10, windowMs: 10_000 },
  'POST /guilds/:guild/roles': { bucket: 'role creation', requests: 250, windowMs: 48 * hour },
  'PATCH /guilds/:guild/roles/:role': { bucket: 'role change', requests: 1000, windowMs: 24 * hour },
};

/** Discord counts these in fixed windows, whatever it does elsewhere. */
const alwaysFixed: ReadonlySet<string> = new Set(['member role', 'global']);

const globalLimit: Limit = { bucket: 'global', requests: 50, windowMs: 1000 };

const seconds = (ms: number) => Math.max(0, Math.ceil(ms)) / 1000;

/** Buckets per route and guild and one for the whole bot, unless `mode` is "off". */
export class RateLimits {
  mode: LimitMode = 'off';
  /** How many requests were refused since the mode was set. */
  refused = 0;
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly now: () => number) {}

  setMode(mode: LimitMode): void {
    this.mode = mode;
    this.refused = 0;
    this.buckets.clear();
  }

  /** Counts a request of the bot and answers the headers for its answer; refuses with 429 over a limit. */
  take(routeName: string, guildId: string): Record<string, string> {
    if (this.mode === 'off') return {};
    const { allowed, retryAfterMs } = this.bucket(globalLimit, '').take(this.now());
    if (!allowed) throw this.refusal(rateLimitedReply({ retryAfterS: seconds(retryAfterMs), scope: 'global' }));
    const limit = limits[routeName];
    return limit ? this.takeFrom(limit, guildId) : {};
  }

  private takeFrom(limit: Limit, guildId: string): Record<string, string> {
    const now = this.now();
    const { allowed, remaining, resetAfterMs, retryAfterMs } = this.bucket(limit, guildId).take(now);
    const headers = {
      'x-ratelimit-limit': String(limit.requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': ((now + resetAfterMs) / 1000).toFixed(3),
      'x-ratelimit-reset-after': seconds(resetAfterMs).toFixed(3),
      'x-ratelimit-bucket': createHash('sha256').update(limit.bucket).digest('hex').slice(0, 32),
    };
    if (allowed) return headers;
    const reply = rateLimitedReply({ retryAfterS: seconds(retryAfterMs), scope: 'user' });
    throw this.refusal(withHeaders(reply, headers));
  }

  private refusal(reply: Reply): Refusal {
    this.refused += 1;
    return new Refusal(reply);
  }

  private bucket(limit: Limit, guildId: string): Bucket {
    const key = `${limit.bucket}:${guildId}`;
    const known = this.buckets.get(key);
    if (known) return known;
    const isFixed = this.mode === 'real' || alwaysFixed.has(limit.bucket);
    const bucket = isFixed ? fixedWindow(limit) : leakyBucket(limit);
    this.buckets.set(key, bucket);
    return bucket;
  }
}
