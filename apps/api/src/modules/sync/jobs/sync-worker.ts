import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MEMBER_LOOKUP_MAX } from '@pulsetech/contracts';
import type { Observation } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { Batcher } from '../../../platform/batching/batcher.js';
import { Jobs } from '../../../platform/queue/jobs.js';
import { ObservationSource } from '../user/observation-source.js';
import { SyncService } from '../user/sync.service.js';
import { RETRY_PAUSES_MS, SYNC_JOB, type LaterSync } from './sync-jobs.js';

/**
 * Users at a time in each process: as many as one lookup takes. While one walk is under way the others wait for the next,
 * and a walk costs the same however many it is for; with few at a time most would be read one by one.
 */
const CONCURRENCY = MEMBER_LOOKUP_MAX;

/** Carries out what {@link SyncJobs} was asked for. What ends with an unknown is asked for again by the service itself. */
@Injectable()
export class SyncWorker implements OnModuleInit {
  /** One lookup for all whose turn came at the same time: many are read in a walk, which costs fewer requests. */
  private readonly lookups: Batcher<string, Observation>;
  private ending: AbortSignal | null = null;

  constructor(
    private readonly jobs: Jobs,
    private readonly sync: SyncService,
    private readonly source: ObservationSource,
    private readonly clock: Clock,
  ) {
    this.lookups = new Batcher((discordIds) => this.lookUp(discordIds), MEMBER_LOOKUP_MAX);
  }

  onModuleInit(): void {
    const options = { concurrency: CONCURRENCY, attempts: RETRY_PAUSES_MS.length, backoffMs: RETRY_PAUSES_MS };
    this.jobs.handle<LaterSync>(SYNC_JOB, options, async ({ data, signal }) => {
      this.ending = signal;
      await this.sync.observeAndSync(data, (discordId) => this.lookups.add(discordId));
    });
  }

  /** Nothing that was read before they asked: what made them ask may have happened in between. */
  private async lookUp(discordIds: readonly string[]): Promise<Observation[]> {
    const isStopping = (): boolean => this.ending?.aborted ?? false;
    const seen = await this.source.observe(discordIds, { since: this.clock.nowMs(), isStopping });
    // Given back with this error: another process reads what this one no longer can.
    if (isStopping()) throw new Error('This process ends.');
    return discordIds.map((id) => {
      const observation = seen.get(id);
      if (!observation) throw new Error('There is no observation of a member that was asked for.');
      return observation;
    });
  }
}
