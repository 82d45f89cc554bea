import { createHash } from 'node:crypto';
import { rateLimitedReply } from '../platform/http/discord-errors.js';
import { Refusal } from '../platform/http/reply.js';

export const limitModes = ['off', 'real'] as const;
export type LimitMode = (typeof limitModes)[number];

interface Limit {
  readonly bucket: string;
  readonly requests: number;
  readonly windowMs: number;
}

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

const globalLimit: Limit = { bucket: 'global', requests: 50, windowMs: 1000 };

interface Window {
  used: number;
  endsAt: number;
}

const seconds = (ms: number) => Math.max(0, Math.ceil(ms)) / 1000;

/** Fixed windows per route and guild and one for the whole bot, when `mode` is "real". */
export class RateLimits {
  mode: LimitMode = 'off';
  /** How many requests were refused since the mode was set. */
  refused = 0;
  private readonly windows = new Map<string, Window>();

  constructor(private readonly now: () => number) {}

  setMode(mode: LimitMode): void {
    this.mode = mode;
    this.refused = 0;
    this.windows.clear();
  }

  /** Counts a request of the bot and answers the headers for its answer; refuses with 429 over a limit. */
  take(routeName: string, guildId: string): Record<string, string> {
    if (this.mode === 'off') return {};
    const overall = this.window(globalLimit, '');
    if (overall.used >= globalLimit.requests) {
      this.refused += 1;
      throw new Refusal(rateLimitedReply({ retryAfterS: seconds(overall.endsAt - this.now()), scope: 'global' }));
    }
    overall.used += 1;
    const limit = limits[routeName];
    return limit ? this.takeFrom(limit, guildId) : {};
  }

  private takeFrom(limit: Limit, guildId: string): Record<string, string> {
    const window = this.window(limit, guildId);
    const exceeded = window.used >= limit.requests;
    if (!exceeded) window.used += 1;
    const resetAfter = seconds(window.endsAt - this.now());
    const headers = {
      'x-ratelimit-limit': String(limit.requests),
      'x-ratelimit-remaining': String(limit.requests - window.used),
      'x-ratelimit-reset': (window.endsAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
      'x-ratelimit-bucket': createHash('sha256').update(limit.bucket).digest('hex').slice(0, 32),
    };
    if (!exceeded) return headers;
    this.refused += 1;
    const reply = rateLimitedReply({ retryAfterS: resetAfter, scope: 'user' });
    throw new Refusal({ ...reply, headers: { ...reply.headers, ...headers } });
  }

  private window(limit: Limit, guildId: string): Window {
    const key = `${limit.bucket}:${guildId}`;
    const current = this.windows.get(key);
    if (current && current.endsAt > this.now()) return current;
    const fresh = { used: 0, endsAt: this.now() + limit.windowMs };
    this.windows.set(key, fresh);
    return fresh;
  }
}
