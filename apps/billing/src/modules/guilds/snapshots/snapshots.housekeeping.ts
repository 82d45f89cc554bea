import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '@pulsetech/server-kit';
import { SnapshotWalks } from './snapshot-walks.service.js';
import type { SnapshotEntity } from './snapshot.entity.js';
import { SnapshotsRepository } from './snapshots.repository.js';

/** What Discord gave is kept for as long as a run may still look into it, and no longer. */
const UNUSED_MS = 3_600_000;
const LONGEST_MS = 24 * 3_600_000;
/** A walk that stored nothing for so long is carried out by nobody. */
const ABANDONED_MS = 90_000;

/** Deletes old snapshots, and goes on with walks whose process was killed: at once at the start, later every minute. */
@Injectable()
export class SnapshotsHousekeeping implements OnApplicationBootstrap {
  private readonly logger = new Logger(SnapshotsHousekeeping.name);

  constructor(
    private readonly snapshots: SnapshotsRepository,
    private readonly walks: SnapshotWalks,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.deleteOld();
    await this.resume(0);
  }

  @Cron(CronExpression.EVERY_MINUTE)
  async tidy(): Promise<void> {
    try {
      for (const { id } of this.walks.underWay) await this.snapshots.update(id, { usedAt: this.clock.nowMs() });
      await this.deleteOld();
      await this.resume(ABANDONED_MS);
    } catch (error) {
      // In a minute it is tried again.
      this.logger.error({ err: error }, 'The housekeeping of snapshots failed');
    }
  }

  private async deleteOld(): Promise<void> {
    const now = this.clock.nowMs();
    await this.snapshots.deleteOld({ usedBefore: now - UNUSED_MS, startedBefore: now - LONGEST_MS });
  }

  /** Takes over walks that stored nothing for this long. */
  private async resume(silentMs: number): Promise<void> {
    for (const snapshot of await this.snapshots.underWay()) {
      if (this.walks.liveOf(snapshot.publicId)) continue;
      const lastSign = (await this.snapshots.lastReadAt(snapshot.id)) ?? snapshot.startedAt;
      if (lastSign > this.clock.nowMs() - silentMs) continue;
      this.logger.log(`Going on with snapshot ${snapshot.publicId} of the guild ${snapshot.guildId}`);
      await this.carryOn(snapshot);
    }
  }

  /** Pages that cannot be opened, as after a lost encryption key, end their snapshot and nothing else. */
  private async carryOn(snapshot: SnapshotEntity): Promise<void> {
    try {
      await this.walks.carryOn(snapshot);
    } catch (error) {
      this.logger.error({ err: error }, `Snapshot ${snapshot.publicId} cannot be gone on with`);
      const now = this.clock.nowMs();
      const failed = { state: 'failed', failure: 'internal_error', finishedAt: now, usedAt: now } as const;
      await this.snapshots.end(snapshot.id, failed);
    }
  }
}
