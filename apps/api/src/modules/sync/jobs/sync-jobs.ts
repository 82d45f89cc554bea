import { Injectable, Logger } from '@nestjs/common';
import { Jobs, PRIORITY } from '../../../platform/queue/jobs.js';
import { pauseAfter } from '../../../platform/queue/pauses.js';
import type { KnownRequest, SyncWish } from '../user/sync.types.js';

export const SYNC_JOB = 'sync';

const MINUTE_MS = 60_000;
/** After the last one it is left to the next run. */
export const RETRY_PAUSES_MS = [MINUTE_MS / 2, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS];

/** Reads the user's Discord roles when its turn comes, and applies them. */
export type LaterSync = Omit<SyncWish, 'keepSid'>;

/** What did not work and is tried again; the observation, if there was one, is read anew then. */
export type Unfinished = Pick<KnownRequest, 'userId' | 'cause' | 'tries' | 'runId' | 'only'>;

/** These come again by themselves: what they left is found in the ledger, or is for a person to decide about. */
const WITHOUT_RETRY = new Set<KnownRequest['cause']>(['recovery', 'unlink', 'undo']);

/** Synchronisations of single users that are done later, by any server process of the site. */
@Injectable()
export class SyncJobs {
  private readonly logger = new Logger('Sync');

  constructor(private readonly jobs: Jobs) {}

  /**
   * Several wishes for the same user are one as long as none of them was begun; but what only completes something never
   * stands for a whole synchronisation.
   *
   * @throws JobsError when Redis does not take it
   */
  async later(wish: LaterSync, priority: number = PRIORITY.recovery, delayMs = 0): Promise<void> {
    await this.jobs.add(SYNC_JOB, wish, { key: keyOf(wish), priority, delayMs });
  }

  /**
   * Tries again after 30 seconds, then 2, 10 and 30 minutes, what ended with an unknown or with a change that did not
   * work. Keeps nobody waiting and never throws: what cannot be noted here comes with the next run.
   */
  again({ userId, cause, tries = 0, runId, only }: Unfinished): void {
    if (WITHOUT_RETRY.has(cause)) return;
    if (tries >= RETRY_PAUSES_MS.length) {
      this.logger.warn({ userId, cause }, `User ${userId} is left to the next run after ${tries} more tries`);
      return;
    }
    // What a run has not let through is not taken by the way.
    const isPart = only !== undefined || runId !== undefined;
    const wish = { userId, cause, tries: tries + 1, ...(isPart ? { only: 'open' as const } : {}) };
    this.later(wish, PRIORITY.recovery, pauseAfter(tries + 1, RETRY_PAUSES_MS)).catch((error: unknown) => {
      this.logger.warn({ err: error, userId }, `User ${userId} is not tried again before the next run`);
    });
  }
}

const keyOf = ({ userId, only }: LaterSync): string => (only === undefined ? `user-${userId}` : `user-${userId}-open`);
