import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../../platform/queue/jobs.js';
import { HistoryRetention } from './history-retention.js';

const KIND = 'retention';
const EVERY_MS = 3_600_000;
const OPTIONS = { concurrency: 1, attempts: 3, backoffMs: 60_000 };

/** Every hour, what is older than the settings keep it is deleted. */
@Injectable()
export class HistoryClearing implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly retention: HistoryRetention,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(KIND, OPTIONS, async () => {
      await this.retention.prune();
    });
    this.jobs.every(KIND, EVERY_MS);
  }
}
