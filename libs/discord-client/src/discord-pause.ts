import { DiscordFailure } from './discord-failure.js';

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const BLOCK_WITHOUT_RETRY_AFTER_MS = 60_000;

/**
 * Times in which Discord is not asked at all: after a refused bot token (longer each time it is refused again), and for
 * as long as a block of the whole application or address lasts.
 */
export class DiscordPause {
  private unauthorizedUntil = 0;
  private nextPauseMs = FIRST_PAUSE_MS;
  private blockedUntil = 0;

  constructor(private readonly nowMs: () => number = Date.now) {}

  assertOver(): void {
    const now = this.nowMs();
    if (now < this.unauthorizedUntil) {
      throw new DiscordFailure('discord_unauthorized', { status: 401, retryAfterMs: this.unauthorizedUntil - now });
    }
    if (now < this.blockedUntil) {
      throw new DiscordFailure('discord_rate_limited', { status: 429, retryAfterMs: this.blockedUntil - now });
    }
  }

  /** Learns from an answer. `headers` gives a header's value or null. */
  note(status: number, header: (name: string) => string | null): void {
    if (status === 401) {
      // Requests that were already on their way must not lengthen the pause.
      if (this.nowMs() < this.unauthorizedUntil) return;
      this.unauthorizedUntil = this.nowMs() + this.nextPauseMs;
      this.nextPauseMs = Math.min(this.nextPauseMs * 2, LONGEST_PAUSE_MS);
      return;
    }
    if (status < 400) this.nextPauseMs = FIRST_PAUSE_MS;
    // A 429 without a scope is not Discord's own but that of the network in front of it, and is meant for the address.
    if (status === 429 && (header('x-ratelimit-global') !== null || header('x-ratelimit-scope') === null)) {
      const seconds = Number(header('retry-after'));
      const wait = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : BLOCK_WITHOUT_RETRY_AFTER_MS;
      this.blockedUntil = Math.max(this.blockedUntil, this.nowMs() + wait);
    }
  }
}
