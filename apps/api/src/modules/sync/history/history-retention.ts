import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { Leases, type Lease } from '../../../platform/locks/leases.js';
import { SettingsService } from '../../settings/settings.service.js';
import { RetentionRepository } from './retention.repository.js';

const DAY_SECONDS = 86_400;
const PIECE = 1000;
const RUNS_PIECE = 100;

/** Between pieces, so that nobody waits for the clearing up. */
const PAUSE_MS = 20;

const LEASE = { ttlMs: 60_000, waitMs: 0 };

export interface Pruned {
  readonly changes: number;
  readonly runs: number;
}

/**
 * Deletes changes and runs that are older than the settings keep them. The latest change of what somebody still holds stays,
 * because it is the answer to why they have it; so does everything of a run that is under way, held or being undone, and
 * of the last one. The changes of one run go together, so that undoing it never undoes a part.
 */
@Injectable()
export class HistoryRetention {
  private readonly logger = new Logger(HistoryRetention.name);

  constructor(
    private readonly history: RetentionRepository,
    private readonly settings: SettingsService,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /** Tells what was deleted; nothing while another process is at it. Safe to interrupt and to repeat. */
  async prune(): Promise<Pruned> {
    const { historyDays } = await this.settings.get();
    const before = this.clock.nowSeconds() - historyDays * DAY_SECONDS;
    const lease = await this.leases.acquire('history_retention', LEASE);
    if (lease === null) return { changes: 0, runs: 0 };
    try {
      // Runs first: one that is gone cannot be undone, so that none is undone of which a part of the changes went.
      const runs = await this.pruneRuns(before, lease);
      const pruned = { runs, changes: lease.isHeld() ? await this.pruneChanges(before, lease) : 0 };
      if (pruned.changes + pruned.runs > 0) {
        this.logger.log(
          `Deleted ${pruned.changes} changes and ${pruned.runs} runs of more than ${historyDays} days ago`,
        );
      }
      return pruned;
    } finally {
      await lease.release();
    }
  }

  private async pruneChanges(before: number, lease: Lease): Promise<number> {
    const last = await this.history.lastChangeBefore(before);
    if (last === null) return 0;
    let deleted = 0;
    let after = 0;
    while (lease.isHeld()) {
      const changes = await this.history.changes(after, last, PIECE);
      // Asked anew each time: whoever begins to undo a run needs all of it.
      const kept = new Set(await this.history.runsToKeep(before));
      const needless = changes.filter(
        ({ at, isPast, runId }) => at < before && isPast && (runId === null || !kept.has(runId)),
      );
      await this.history.removeChanges(needless.map(({ id }) => id));
      deleted += needless.length;
      if (changes.length < PIECE) break;
      after = changes.at(-1)?.id ?? last;
      await sleep(PAUSE_MS);
    }
    return deleted;
  }

  private async pruneRuns(before: number, lease: Lease): Promise<number> {
    let deleted = 0;
    for (;;) {
      const runs = await this.history.runsEndedBefore(before, RUNS_PIECE);
      for (const run of runs) {
        while (lease.isHeld() && (await this.history.removeItems(run, PIECE))) await sleep(PAUSE_MS);
        if (!lease.isHeld()) return deleted;
        await this.history.removeRun(run);
        deleted += 1;
      }
      if (runs.length < RUNS_PIECE) return deleted;
    }
  }
}
