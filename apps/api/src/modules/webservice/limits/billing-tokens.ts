import { Injectable } from '@nestjs/common';
import { Clock, constantTimeEquals, hashToken } from '@pulsetech/server-kit';
import { Caches } from '../../../platform/caches/caches.js';
import { Remembered } from '../../../platform/caches/remembered.js';
import { TokensRepository } from '../tokens.repository.js';

/** A token that another process made or revoked is seen so much later. */
const CACHE_MS = 2000;

/**
 * The few tokens of the billing server, known by heart, so that a flood of calls with other tokens costs no look-up
 * each while the billing server's calls from the same address are still let through.
 */
@Injectable()
export class BillingTokens {
  private readonly hashes: Remembered<readonly string[]>;

  constructor(tokens: TokensRepository, clock: Clock, caches: Caches) {
    this.hashes = new Remembered(clock, CACHE_MS, () => tokens.billingHashes());
    caches.register('billing tokens', () => {
      this.forget();
    });
  }

  async includes(token: string): Promise<boolean> {
    const hash = hashToken(token);
    return (await this.hashes.get()).some((known) => constantTimeEquals(known, hash));
  }

  /** Call it when tokens were made or ended. */
  forget(): void {
    this.hashes.forget();
  }
}
