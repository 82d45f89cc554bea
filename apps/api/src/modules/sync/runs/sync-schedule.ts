import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { SyncInterval } from '@pulsetech/contracts';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { Jobs } from '../../../platform/queue/jobs.js';
import { SettingEntity } from '../../settings/setting.entity.js';
import { SettingsService } from '../../settings/settings.service.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';

const KIND = 'look-for-runs';
const LOOK_MS = 5_000;
/** Where it stands since when a site counts that had no run yet. */
const SCHEDULE_BEGIN = 'sync_schedule_begin';

const INTERVAL_SECONDS: Readonly<Record<SyncInterval, number | null>> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 604_800,
  manual: null,
};

/**
 * Starts the runs that the settings ask for, and goes on with those that a process left behind when it died. When the
 * last run began stands in the database, so that neither a restart nor a second server makes a run too many or too few.
 */
@Injectable()
export class SyncSchedule implements OnModuleInit {
  private readonly logger = new Logger(SyncSchedule.name);

  constructor(
    private readonly settings: SettingsService,
    private readonly runs: RunsService,
    private readonly rows: RunsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(KIND, { concurrency: 1, attempts: 1, backoffMs: LOOK_MS }, () => this.look());
    this.jobs.every(KIND, LOOK_MS);
  }

  /** Does not wait for the end of the run. Never throws. */
  async look(): Promise<void> {
    try {
      const run = await this.runs.startIfDue(() => this.isDue());
      if (run) this.logger.log(`Run ${run.id} (${run.cause}) was taken up by the schedule`);
    } catch (error) {
      this.logger.error({ err: error }, 'The schedule could not look whether a run is due');
    }
  }

  async isDue(): Promise<boolean> {
    const at = await this.nextAt();
    return at !== null && this.clock.nowSeconds() >= at;
  }

  /** When the next run is due, Unix seconds; null when there is no schedule. */
  async nextAt(): Promise<number | null> {
    const { syncInterval } = await this.settings.get();
    const seconds = INTERVAL_SECONDS[syncInterval];
    if (seconds === null) return null;
    return ((await this.rows.lastStart()) ?? (await this.beginning())) + seconds;
  }

  /** A new site's first run comes one interval after its first start. */
  private beginning(): Promise<number> {
    return this.transactions.run(async (tx) => {
      const row = await tx.findOneBy(SettingEntity, { name: SCHEDULE_BEGIN });
      if (row) return Number(row.value);
      const now = this.clock.nowSeconds();
      await tx.upsert(SettingEntity, { name: SCHEDULE_BEGIN, value: String(now) }, ['name']);
      return now;
    });
  }
}
