import { Logger } from '@nestjs/common';
import { JobsError } from '../../../platform/queue/jobs.errors.js';
import { Jobs, PRIORITY, type AddingOptions, type JobCounts, type JobData } from '../../../platform/queue/jobs.js';
import { SyncJobs } from './sync-jobs.js';

const MINUTE = 60_000;

/** Keeps what was added. */
class KeptJobs extends Jobs {
  readonly shared = false;
  readonly added: { data: JobData; options: AddingOptions }[] = [];
  away = false;

  handle(): void {
    throw new Error('Nothing is handled here.');
  }

  add(_kind: string, data: JobData, options: AddingOptions = {}): Promise<void> {
    if (this.away) return Promise.reject(new JobsError());
    this.added.push({ data, options });
    return Promise.resolve();
  }

  every(): void {
    throw new Error('Nothing comes by itself here.');
  }

  isReachable(): boolean {
    return !this.away;
  }

  counts(): Promise<JobCounts> {
    return Promise.resolve({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  }
}

describe('a synchronisation that did not work', () => {
  beforeAll(() => Logger.overrideLogger(false));
  const make = (): { kept: KeptJobs; jobs: SyncJobs } => {
    const kept = new KeptJobs();
    return { kept, jobs: new SyncJobs(kept) };
  };

  it('is tried again after about 30 seconds, then 2, 10 and 30 minutes, and then left to the next run', () => {
    const { kept, jobs } = make();
    for (const tries of [undefined, 1, 2, 3, 4]) {
      jobs.again({ userId: 7, cause: 'login', ...(tries === undefined ? {} : { tries }) });
    }
    expect(kept.added.map(({ data }) => data)).toEqual(
      [1, 2, 3, 4].map((tries) => ({ userId: 7, cause: 'login', tries })),
    );
    const pauses = kept.added.map(({ options }) => options.delayMs ?? 0);
    [MINUTE / 2, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE].forEach((pause, index) => {
      expect(pauses[index]).toBeGreaterThanOrEqual(pause * 0.8);
      expect(pauses[index]).toBeLessThanOrEqual(pause * 1.2);
    });
  });

  it('is one wish for each user, behind what happened just now', () => {
    const { kept, jobs } = make();
    jobs.again({ userId: 7, cause: 'login' });
    jobs.again({ userId: 7, cause: 'manual' });
    expect(kept.added.map(({ options }) => options.key)).toEqual(['user-7', 'user-7']);
    expect(kept.added[0]?.options.priority).toBe(PRIORITY.recovery);
  });

  it('that only completes something does not stand for a whole one', async () => {
    const { kept, jobs } = make();
    jobs.again({ userId: 7, cause: 'schedule', runId: 5, only: 'grants' });
    await jobs.later({ userId: 7, cause: 'manual' });
    expect(kept.added.map(({ options }) => options.key)).toEqual(['user-7-open', 'user-7']);
  });

  it('takes nothing that its run has not let through', () => {
    const { kept, jobs } = make();
    jobs.again({ userId: 1, cause: 'schedule', runId: 5 });
    jobs.again({ userId: 2, cause: 'schedule', runId: 5, only: 'grants' });
    jobs.again({ userId: 3, cause: 'schedule', runId: 5, only: { removals: new Set(), ofDeleted: new Set() } });
    jobs.again({ userId: 4, cause: 'webservice' });
    expect(kept.added.map(({ data }) => 'only' in data)).toEqual([true, true, true, false]);
  });

  it.each(['recovery', 'unlink', 'undo'] as const)('because of %s comes again by itself', (cause) => {
    const { kept, jobs } = make();
    jobs.again({ userId: 7, cause });
    expect(kept.added).toEqual([]);
  });

  it('does not fail once more while Redis is away', async () => {
    const { kept, jobs } = make();
    kept.away = true;
    expect(() => jobs.again({ userId: 7, cause: 'login' })).not.toThrow();
    await expect(jobs.later({ userId: 7, cause: 'manual' })).rejects.toMatchObject({ code: 'jobs_unavailable' });
  });
});
