import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Transactions } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { SettingEntity } from '../../modules/settings/setting.entity.js';
import { SharedEvents } from '../events/shared-events.js';
import { Caches } from './caches.js';

const NAME = 'cache_generation';
const WATCH_MS = 3000;

/**
 * Carries a purge to all processes on the same database: each empties its caches when the stored number has grown. With
 * Redis they are told at once, and also when the contents of a single cache were changed; the number is for what was lost
 * on the way.
 */
@Injectable()
export class CacheGeneration {
  private readonly logger = new Logger(CacheGeneration.name);
  private seen: string | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly caches: Caches,
    private readonly events: SharedEvents,
  ) {
    caches.onChanged((name) => events.publish('caches', { name }));
    events.subscribe('caches', ({ name }) => {
      if (typeof name === 'string') caches.purgeOne(name);
      else caches.purge();
    });
  }

  /** Empties the caches here at once and in all other processes within a few seconds. */
  async purgeEverywhere(): Promise<void> {
    this.events.publish('caches');
    await this.transactions.run(async (tx) => {
      const row = await tx.findOneBy(SettingEntity, { name: NAME });
      await tx.upsert(SettingEntity, { name: NAME, value: String(Number(row?.value ?? '0') + 1) }, ['name']);
    });
  }

  @Interval(WATCH_MS)
  async watch(): Promise<void> {
    try {
      const row = await this.dataSource.manager.findOneBy(SettingEntity, { name: NAME });
      const current = row?.value ?? '0';
      if (this.seen !== null && this.seen !== current) {
        this.logger.log(`Caches purged: ${this.caches.purge().join(', ')}`);
      }
      this.seen = current;
    } catch (error) {
      this.logger.warn({ err: error }, 'The cache generation could not be read');
    }
  }
}
