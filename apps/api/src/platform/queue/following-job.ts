import type { JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobData } from './jobs.js';

/** What was added while a job with the same key was at work, and is begun when that one ends. */
export interface FollowingJob {
  readonly data: JobData;
  readonly priority: number | undefined;
  readonly isDelayed: boolean;
}

/**
 * What BullMQ keeps to follow the job with this key (`keepLastIfActive`): one, the last that came. No function of BullMQ
 * tells it, so that it is read where BullMQ 6.7.0 writes it (commands/includes/storeDeduplicatedNextJob.lua). Should
 * another version write it elsewhere or otherwise, the tests of keyed jobs fail.
 */
export async function followingJob(
  redis: Redis,
  queue: Pick<Queue, 'toKey'>,
  key: string,
): Promise<FollowingJob | null> {
  const [data, options] = await redis.hmget(queue.toKey(`dn:${key}`), 'data', 'opts');
  if (!data || !options) return null;
  const { delay = 0, priority } = JSON.parse(options) as JobsOptions;
  return { data: JSON.parse(data) as JobData, priority, isDelayed: delay > 0 };
}
