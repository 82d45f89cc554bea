import { DiscordFailure } from '@pulsetech/discord-client';
import type { Turns } from '@pulsetech/server-kit';

/** Sites give up after two seconds. */
const LONGEST_MS = 1_500;

/**
 * Turns that come while somebody still waits for them: where too many were taken already, whoever comes is told so at once,
 * instead of having Discord asked for nobody.
 */
export class BoundedTurns implements Turns {
  constructor(private readonly turns: Turns) {}

  get waitMs(): number {
    return this.turns.waitMs;
  }

  /** Throws DiscordFailure `discord_rate_limited`. */
  take(): number {
    const { waitMs } = this.turns;
    if (waitMs > LONGEST_MS) throw new DiscordFailure('discord_rate_limited', { retryAfterMs: waitMs });
    return this.turns.take();
  }
}
