import { Injectable } from '@nestjs/common';
import { Clock, constantTimeEquals, hashToken } from '@pulsetech/server-kit';
import { DataSource, type Repository } from 'typeorm';
import { Caches } from '../../../platform/caches/caches.js';
import { ExternalTokenEntity } from '../external-token.entity.js';

/** A token that another process made or revoked is seen so much later. */
const CACHE_MS = 2000;

interface Known {
  readonly hashes: Promise<readonly string[]>;
  readonly readAt: number;
}

/**
 * The few tokens of the billing server, known by heart, so that a flood of calls with other tokens costs no look-up
 * each while the billing server's calls from the same address are still let through.
 */
@Injectable()
export class BillingTokens {
  private known: Known | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    caches.register('billing tokens', () => {
      this.known = null;
    });
  }

  async includes(token: string): Promise<boolean> {
    const hash = hashToken(token);
    return (await this.hashes()).some((known) => constantTimeEquals(known, hash));
  }

  private async hashes(): Promise<readonly string[]> {
    const now = this.clock.nowMs();
    if (this.known && now - this.known.readAt < CACHE_MS && now >= this.known.readAt) return this.known.hashes;
    const reading = { hashes: this.read(), readAt: now };
    this.known = reading;
    try {
      return await reading.hashes;
    } catch (error) {
      if (this.known === reading) this.known = null;
      throw error;
    }
  }

  private async read(): Promise<readonly string[]> {
    const tokens = await this.rows().find({ select: { token_hash: true }, where: { kind: 'billing' } });
    return tokens.map(({ token_hash }) => token_hash);
  }

  private rows(): Repository<ExternalTokenEntity> {
    return this.dataSource.getRepository(ExternalTokenEntity);
  }
}
