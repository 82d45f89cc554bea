import { Logger } from '@nestjs/common';
import { createDataSource, SystemClock, Transactions } from '@pulsetech/server-kit';
import { testDatabase, testRedis, until, type TestDatabase, type TestRedis } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../src/platform/database/entities.js';
import { migrations } from '../src/platform/database/migrations.js';
import { Leases } from '../src/platform/locks/leases.js';
import { ProcessRole } from '../src/platform/process/process-role.js';
import { InProcessJobs } from '../src/platform/queue/in-process-jobs.js';
import { RedisJobs } from '../src/platform/queue/redis-jobs.js';
import { RedisServer } from '../src/platform/redis/redis-server.js';
import { MIGRATED } from './migrated.js';

/** One at a time, and once only. */
export const ONCE = { concurrency: 1, attempts: 1, backoffMs: 10 };

/** On Redis as well where the tests have one. */
export const QUEUES: readonly (readonly [string, TestRedis | null])[] = [
  ['in process', null],
  ...(process.env['TEST_REDIS_URL'] ? ([['on Redis', testRedis()]] as const) : []),
];

/** The queue of jobs as the processes of a site have it, without the rest of the site. */
export class JobsFixture {
  private readonly opened: (() => Promise<void>)[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly dataSource: DataSource,
    readonly leases: Leases,
  ) {}

  static async start(): Promise<JobsFixture> {
    Logger.overrideLogger(false);
    const database = await testDatabase(MIGRATED);
    const dataSource = await createDataSource({ ...database, entities, migrations });
    return new JobsFixture(database, dataSource, new Leases(new Transactions(dataSource), new SystemClock()));
  }

  /** As another process of the same site has it. */
  open(redis: TestRedis | null, role: 'server' | 'cli' = 'server'): InProcessJobs | RedisJobs {
    const process = new ProcessRole(role);
    const server = redis && new RedisServer(redis.REDIS_URL, redis.REDIS_PREFIX);
    const jobs = server ? new RedisJobs(process, this.leases, server) : new InProcessJobs(process, this.leases);
    this.closeLater(async () => {
      await jobs.beforeApplicationShutdown();
      await server?.close();
    });
    return jobs;
  }

  /** It is closed before what was opened earlier. */
  closeLater(close: () => Promise<void>): void {
    this.opened.push(close);
  }

  /** It is closed after all that is open now. */
  closeLast(close: () => Promise<void>): void {
    this.opened.unshift(close);
  }

  async closeAll(): Promise<void> {
    for (const close of this.opened.splice(0).reverse()) await close();
  }

  async stop(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }
}

/** Nothing of the kind waits, is at work or comes later. */
export function noneLeft(jobs: InProcessJobs | RedisJobs, kind: string): Promise<void> {
  return until('none is left', async () => {
    const { waiting, active, delayed } = await jobs.counts(kind);
    return waiting + active + delayed === 0;
  });
}
