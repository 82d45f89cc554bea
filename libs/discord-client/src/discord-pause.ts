import { DiscordFailure } from './discord-failure.js';

/** A refused token is shown again this often, and no oftener. */
const UNAUTHORIZED_PAUSE_MS = 5 * 60_000;
/** How long one request that shows it again is waited for. */
const PROBE_MS = 30_000;
const BLOCK_WITHOUT_RETRY_AFTER_MS = 10 * 60_000;

/**
 * Times in which Discord is not asked at all: after a refused bot token, until one request every five minutes shows that
 * it is accepted again, and for as long as a block of the whole application or address lasts.
 */
export class DiscordPause {
  private refusedAt: number | null = null;
  private nextProbeAt = 0;
  private blockedUntil = 0;

  constructor(
    private readonly nowMs: () => number = Date.now,
    /** Told once, when the token is refused for the first time. */
    private readonly onUnauthorized: () => void = () => undefined,
  ) {}

  get isUnauthorized(): boolean {
    return this.refusedAt !== null;
  }

  /** Whether everything waits for the end of a block of the whole application or address. */
  get isBlocked(): boolean {
    return this.nowMs() < this.blockedUntil;
  }

  assertOver(): void {
    const now = this.nowMs();
    if (this.refusedAt !== null && now < this.nextProbeAt) {
      throw new DiscordFailure('discord_unauthorized', { status: 401, retryAfterMs: this.nextProbeAt - now });
    }
    if (now < this.blockedUntil) {
      throw new DiscordFailure('discord_rate_limited', { status: 429, retryAfterMs: this.blockedUntil - now });
    }
  }

  /** Right before a request leaves; while the token counts as refused, it is the only one. Answers the time. */
  begin(): number {
    this.assertOver();
    const now = this.nowMs();
    if (this.refusedAt !== null) this.nextProbeAt = now + PROBE_MS;
    return now;
  }

  /** Learns from an answer to what began then. `header` gives a header's value or null. */
  note(status: number, header: (name: string) => string | null, begunAt: number): void {
    const now = this.nowMs();
    if (status === 401) {
      const isNew = this.refusedAt === null;
      this.refusedAt ??= now;
      this.nextProbeAt = Math.max(this.nextProbeAt, begunAt + UNAUTHORIZED_PAUSE_MS);
      if (isNew) this.onUnauthorized();
      return;
    }
    // What left before the refusal says nothing about the token now; nor does a fault or a limit.
    if (status < 500 && status !== 429 && this.refusedAt !== null && begunAt > this.refusedAt) this.refusedAt = null;
    // A 429 without a scope is not Discord's own but that of the network in front of it, and is meant for the address.
    if (status === 429 && (header('x-ratelimit-global') !== null || header('x-ratelimit-scope') === null)) {
      const seconds = Number(header('retry-after'));
      const wait = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : BLOCK_WITHOUT_RETRY_AFTER_MS;
      this.blockedUntil = Math.max(this.blockedUntil, now + wait);
    }
  }
}
