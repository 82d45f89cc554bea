import type { Logger } from '@nestjs/common';
import type { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { endsWithin, LAST_WRITES_MS } from '../process/within-time.js';

/** How often something is noted about the same, in seconds. */
export const EVERY_SECONDS = 60;
/** After a failure, so that a database that takes nothing is not asked with every call. */
const RETRY_SECONDS = 10;
const REMEMBERED = 10_000;

/**
 * Writes notes such as "was here" beside the calls: at most once a minute about the same, nobody is kept waiting, and
 * nothing fails by it. What was written a moment ago is remembered and costs no statement.
 */
export class MinutelyNotes {
  /** From when on the next note is written, Unix seconds. */
  private readonly nextAt = new LRUCache<number, number>({ max: REMEMBERED });
  private readonly writing = new Set<Promise<void>>();

  /** `what` stands in the log when it could not be written: "The last use of token". */
  constructor(
    private readonly what: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Need not be waited for, and never throws: it resolves when the note is written, or could not be.
   *
   * @param write gets the time of the note in Unix seconds
   * @param last when it was noted last as far as the caller knows, Unix seconds
   */
  note(id: number, write: (at: number) => Promise<void>, last = 0): Promise<void> {
    const now = this.clock.nowSeconds();
    const wait = Math.max(last + EVERY_SECONDS, this.nextAt.get(id) ?? 0) - now;
    // A clock that was set back must not silence it.
    if (wait > 0 && wait <= EVERY_SECONDS) return Promise.resolve();
    this.nextAt.set(id, now + EVERY_SECONDS);
    const written = this.write(id, now, write).finally(() => this.writing.delete(written));
    this.writing.add(written);
    return written;
  }

  /** When all that was noted until now is written. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  /** Waits for what was noted, but not for ever. */
  async finish(patienceMs = LAST_WRITES_MS): Promise<void> {
    if (await endsWithin(patienceMs, this.settled())) return;
    this.logger.error(`${this.what}: ${this.writing.size} were not written before the end of the process`);
  }

  private async write(id: number, at: number, write: (at: number) => Promise<void>): Promise<void> {
    try {
      await write(at);
    } catch (error) {
      this.nextAt.set(id, at + RETRY_SECONDS);
      this.logger.warn({ err: error }, `${this.what} ${id} could not be written`);
    }
  }
}
