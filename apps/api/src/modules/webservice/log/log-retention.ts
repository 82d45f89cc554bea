import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '@pulsetech/server-kit';
import { Leases } from '../../../platform/locks/leases.js';
import { SettingsService } from '../../settings/settings.service.js';
import { WebserviceLogRepository } from './webservice-log.repository.js';

const DAY_SECONDS = 86_400;

/** So many rows are locked at a time. */
const BATCH = 1000;

/** Between batches, so that calls do not wait for the clearing up. */
const PAUSE_MS = 20;

const LEASE = { ttlMs: 60_000, waitMs: 0 };

/**
 * Deletes entries of the web service log that are older than the settings keep them. Every hour rather than once a night,
 * since a server that is off at night has to keep the promise, too; an hour in which nothing is old costs one look.
 */
@Injectable()
export class LogRetention {
  private readonly logger = new Logger(LogRetention.name);

  constructor(
    private readonly log: WebserviceLogRepository,
    private readonly settings: SettingsService,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_HOUR, { name: 'clear_webservice_log' })
  async hourly(): Promise<void> {
    try {
      const deleted = await this.clear();
      if (deleted > 0) this.logger.log(`Deleted ${deleted} old entries of the web service log`);
    } catch (error) {
      this.logger.error({ err: error }, 'Old entries of the web service log could not be deleted');
    }
  }

  /** Tells how many entries were deleted; none when another process is at it. */
  async clear(): Promise<number> {
    const { webserviceLogDays } = await this.settings.get();
    const before = this.clock.nowSeconds() - webserviceLogDays * DAY_SECONDS;
    const lease = await this.leases.acquire('clear_webservice_log', LEASE);
    if (lease === null) return 0;
    try {
      let deleted = 0;
      while (lease.isHeld()) {
        const batch = await this.log.deleteBefore(before, BATCH);
        deleted += batch;
        if (batch < BATCH) break;
        await sleep(PAUSE_MS);
      }
      return deleted;
    } finally {
      await lease.release();
    }
  }
}
