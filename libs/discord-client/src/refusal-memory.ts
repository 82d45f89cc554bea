import { DiscordFailure } from './discord-failure.js';
import type { Urgency } from './fair-turns.js';

const FIRST_REST_MS = 1_000;
/** By how urgent the request is: whoever has just corrected something waits for it. */
const LONGEST_REST_MS: Readonly<Record<Urgency, number>> = { person: 10_000, change: 60_000, bulk: 60_000 };
const FORGOTTEN_AFTER_MS = 2 * LONGEST_REST_MS.bulk;

interface Refusal {
  readonly guildId: string | null;
  readonly at: number;
  /** How often in a row. */
  readonly times: number;
}

/**
 * Remembers what Discord refused (403), by guild and route, and does not ask for it again for a second, for twice as long
 * each time it is refused anew, up to a minute. So a guild whose bot lacks a permission costs a few requests, however often its site
 * asks: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit
 */
export class RefusalMemory {
  private readonly refusals = new Map<string, Refusal>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** Throws what Discord said while it is too early to ask again. */
  assertForgotten(key: string, urgency: Urgency): void {
    const refusal = this.refusals.get(key);
    if (!refusal) return;
    const left = refusal.at + restOf(refusal.times, urgency) - this.nowMs();
    if (left > 0) throw new DiscordFailure('missing_access', { status: 403, retryAfterMs: left });
  }

  refused(key: string, guildId: string | null): void {
    const now = this.nowMs();
    const before = this.refusals.get(key);
    // What was on its way together counts once.
    if (before && now - before.at < FIRST_REST_MS) return;
    this.forgetOld(now);
    this.refusals.set(key, { guildId, at: now, times: (before?.times ?? 0) + 1 });
  }

  answered(key: string): void {
    this.refusals.delete(key);
  }

  /** For when something in the guild has changed. */
  forgetGuild(guildId: string): void {
    for (const [key, refusal] of this.refusals) if (refusal.guildId === guildId) this.refusals.delete(key);
  }

  get size(): number {
    return this.refusals.size;
  }

  private forgetOld(now: number): void {
    for (const [key, { at }] of this.refusals) if (now - at > FORGOTTEN_AFTER_MS) this.refusals.delete(key);
  }
}

function restOf(times: number, urgency: Urgency): number {
  return Math.min(FIRST_REST_MS * 2 ** (times - 1), LONGEST_REST_MS[urgency]);
}
