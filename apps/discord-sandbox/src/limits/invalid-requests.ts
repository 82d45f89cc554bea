import type { Reply } from '../platform/http/reply.js';

/** https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans */
const THRESHOLD = 10_000;
const WINDOW_MS = 10 * 60_000;
const invalidStatuses: ReadonlySet<number> = new Set([401, 403, 429]);

/** Counts what Discord calls invalid requests; over the threshold the network in front of it refuses everything. */
export class InvalidRequests {
  threshold = THRESHOLD;
  private count = 0;
  private endsAt = -Infinity;

  constructor(private readonly now: () => number) {}

  /** Of the current ten minutes. */
  get current(): number {
    return this.now() < this.endsAt ? this.count : 0;
  }

  get isBanned(): boolean {
    return this.current >= this.threshold;
  }

  /** Seconds until the current ten minutes are over. */
  get retryAfterS(): number {
    return Math.max(1, Math.ceil((this.endsAt - this.now()) / 1000));
  }

  note({ status, headers }: Reply): void {
    if (!invalidStatuses.has(status) || headers['x-ratelimit-scope'] === 'shared') return;
    if (this.now() >= this.endsAt) [this.count, this.endsAt] = [0, this.now() + WINDOW_MS];
    this.count += 1;
  }

  reset(): void {
    this.threshold = THRESHOLD;
    this.count = 0;
    this.endsAt = -Infinity;
  }
}
