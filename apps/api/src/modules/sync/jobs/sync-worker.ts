import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../../platform/queue/jobs.js';
import { SyncService } from '../sync.service.js';
import { RETRY_PAUSES_MS, SYNC_JOB, type LaterSync } from './sync-jobs.js';

/** Users at a time in each process. They go through their steps together, so more of them cost fewer statements each. */
const CONCURRENCY = 20;

/** Carries out what {@link SyncJobs} was asked for. What ends with an unknown is asked for again by the service itself. */
@Injectable()
export class SyncWorker implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly sync: SyncService,
  ) {}

  onModuleInit(): void {
    const options = { concurrency: CONCURRENCY, attempts: RETRY_PAUSES_MS.length, backoffMs: RETRY_PAUSES_MS };
    this.jobs.handle<LaterSync>(SYNC_JOB, options, async ({ data }) => {
      await this.sync.observeAndSync(data);
    });
  }
}
