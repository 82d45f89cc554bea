import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import type { KnownCaller } from './callers.cache.js';
import { TokensRepository } from './tokens.repository.js';

/** How often the last use is written, in seconds. */
const TOUCH_SECONDS = 60;
const MAX_TOKENS = 5000;

/**
 * Writes when and from where tokens were used last, beside the calls and at most once a minute for each token. That is no
 * visit of the owner: Moodle does not count calls as such either.
 */
@Injectable()
export class TokenUse implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TokenUse.name);
  private readonly notedAt = new LRUCache<number, number>({ max: MAX_TOKENS });
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly tokens: TokensRepository,
    private readonly clock: Clock,
  ) {}

  /** Returns at once; never throws. */
  note({ caller: { tokenId }, lastUsedAt }: KnownCaller, address: string): void {
    const now = this.clock.nowSeconds();
    const last = Math.max(lastUsedAt ?? 0, this.notedAt.get(tokenId) ?? 0);
    // A clock that was set back must not silence it.
    if (Math.abs(now - last) < TOUCH_SECONDS) return;
    this.notedAt.set(tokenId, now);
    const write = this.write(tokenId, now, address).finally(() => this.writing.delete(write));
    this.writing.add(write);
  }

  /** When all that was noted until now is written. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private async write(tokenId: number, at: number, address: string): Promise<void> {
    try {
      await this.tokens.touch(tokenId, at, address);
    } catch (error) {
      this.logger.warn({ err: error }, `The last use of web service token ${tokenId} could not be written`);
    }
  }
}
