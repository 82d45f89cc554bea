import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Queue, WaitingError, Worker, type Job as RedisJob, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Leases } from '../locks/leases.js';
import type { ProcessRole } from '../process/process-role.js';
import { endsWithin } from '../process/within-time.js';
import type { RedisServer } from '../redis/redis-server.js';
import { followingJob, type FollowingJob } from './following-job.js';
import { SHUTDOWN_MS } from './in-process-jobs.js';
import { JobReports } from './job-reports.js';
import { JobsError } from './jobs.errors.js';
import {
  Jobs,
  PRIORITY,
  type AddingOptions,
  type HandlingOptions,
  type Job,
  type JobCounts,
  type JobData,
} from './jobs.js';
import { pauseAfter } from './pauses.js';
import { Schedules } from './schedules.js';

const READY_MS = 2000;
const ANSWER_MS = 5000;
const CLOSE_MS = 1000;

/**
 * Another process takes up the jobs of one that died within these two, together. A living process renews its hold twice as
 * often as it would run out.
 */
const HOLD = { ms: 20_000, lookMs: 10_000 };
/** A job that ended so many processes is given up. */
const MOST_DEATHS = 20;

const KEPT_FAILURES = { count: 1000, age: 604_800 };

type KeptQueue = Queue<JobData, void>;
type KeptJob = RedisJob<JobData, void>;

interface Kind {
  readonly options: HandlingOptions;
  queue: KeptQueue | null;
  /** A method, so that each kind may have data of its own. */
  work(job: Job<JobData>): Promise<void>;
}

/** Jobs on Redis, carried out by the server processes of the site; a queue of BullMQ for each kind. */
export class RedisJobs extends Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly shared = true;
  private readonly kinds = new Map<string, Kind>();
  private readonly workers = new Map<string, Worker<JobData, void>>();
  private readonly reports = new JobReports();
  private readonly schedules: Schedules;
  private readonly ending = new AbortController();
  private readonly prefix: string;
  private patient: Redis | null = null;
  private started = false;

  constructor(
    private readonly role: ProcessRole,
    leases: Leases,
    private readonly redis: RedisServer,
    private readonly hold = HOLD,
  ) {
    super();
    this.schedules = new Schedules(leases, this.reports, (kind, options) => this.add(kind, {}, options));
    this.prefix = `${redis.prefix}jobs`;
  }

  handle<T extends JobData>(kind: string, options: HandlingOptions, work: (job: Job<T>) => Promise<void>): void {
    if (this.kinds.has(kind)) throw new Error(`Jobs of the kind ${kind} are handled already.`);
    this.kinds.set(kind, { options, queue: null, work });
    if (this.started) this.employ(kind);
  }

  async add(kind: string, data: JobData, { key, priority, delayMs = 0 }: AddingOptions = {}): Promise<void> {
    const options = this.jobOptions(kind);
    if (priority !== undefined) options.priority = priority;
    if (key !== undefined) options.deduplication = { id: key, keepLastIfActive: true, replace: delayMs === 0 };
    await this.ask(async () => {
      // BullMQ keeps the last that came, which would put off what is to be done at once. It still does when that comes
      // between this question and the adding: it is done after this delay then.
      if (key !== undefined && delayMs > 0 && (await this.followerAtOnce(kind, key))) return;
      await this.queueOf(kind).add(kind, data, { ...options, delay: delayMs });
    });
  }

  every(kind: string, ms: number): void {
    this.schedules.every(kind, ms);
  }

  isReachable(): boolean {
    return this.redis.commands.status === 'ready';
  }

  async counts(kind?: string): Promise<JobCounts> {
    const sum = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    for (const name of kind === undefined ? this.kinds.keys() : [kind]) {
      const of = await this.ask(() => this.queueOf(name).getJobCounts());
      sum.waiting += (of['wait'] ?? 0) + (of['paused'] ?? 0) + (of['prioritized'] ?? 0);
      sum.active += of['active'] ?? 0;
      sum.delayed += of['delayed'] ?? 0;
      sum.failed += of['failed'] ?? 0;
    }
    return sum;
  }

  onApplicationBootstrap(): void {
    if (this.role.isServer) this.start();
  }

  /** Begins to take jobs, as soon as Redis answers. */
  start(): void {
    this.started = true;
    for (const kind of this.kinds.keys()) this.employ(kind);
    this.schedules.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.started = false;
    this.ending.abort();
    this.schedules.stop();
    const workers = [...this.workers.values()];
    // Takes nothing more, and waits for what is at work; what throws now is given back.
    const done = await endsWithin(SHUTDOWN_MS, Promise.all(workers.map((worker) => worker.pause())));
    if (!done) this.reports.stillAtWork();
    const queues = [...this.kinds.values()].flatMap(({ queue }) => queue ?? []);
    await endsWithin(
      CLOSE_MS,
      Promise.allSettled([...workers.map((worker) => worker.close(true)), ...queues.map((queue) => queue.close())]),
    );
  }

  private kind(name: string): Kind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`Nothing handles jobs of the kind ${name}.`);
    return kind;
  }

  private queueOf(name: string): KeptQueue {
    const kind = this.kind(name);
    kind.queue ??= this.open(name);
    return kind.queue;
  }

  private open(name: string): KeptQueue {
    const queue: KeptQueue = new Queue(name, { connection: this.redis.commands, prefix: this.prefix });
    queue.on('error', (error) => this.troubled(name, error));
    return queue;
  }

  /** What is to be done at once as soon as the one with this key that is at work ends; null when that may wait, too. */
  private async followerAtOnce(kind: string, key: string): Promise<FollowingJob | null> {
    const follower = await followingJob(this.redis.commands, this.queueOf(kind), key);
    return follower === null || follower.isDelayed ? null : follower;
  }

  /** What is to be done at once takes the place of one that failed, rather than to wait for all its further attempts. */
  private async replaceFailed(kind: string, { deduplicationId: key }: KeptJob): Promise<void> {
    if (key === undefined) return;
    const follower = await this.ask(() => this.followerAtOnce(kind, key));
    if (follower) await this.add(kind, follower.data, { key, priority: follower.priority });
  }

  private jobOptions(kind: string): JobsOptions {
    return {
      attempts: this.kind(kind).options.attempts,
      backoff: { type: 'custom' },
      priority: PRIORITY.recovery,
      removeOnComplete: true,
      removeOnFail: KEPT_FAILURES,
    };
  }

  private employ(name: string): void {
    const { options } = this.kind(name);
    const worker = new Worker<JobData, void>(name, (job, token) => this.carryOut(name, job, token), {
      connection: this.workersConnection(),
      prefix: this.prefix,
      concurrency: options.concurrency,
      lockDuration: this.hold.ms,
      stalledInterval: this.hold.lookMs,
      maxStalledCount: MOST_DEATHS,
      runRetryDelay: 1000,
      settings: { backoffStrategy: (failures, _type, error) => this.pause(name, failures, error) },
    });
    worker.on('error', (error) => this.troubled(name, error));
    worker.on('stalled', () => this.reports.takenUp(name));
    worker.on('failed', (job, error) => {
      const attempt = job?.attemptsMade ?? 0;
      if (!job || job.finishedOn !== undefined) this.reports.failed(name, error, { attempt, pauseMs: null });
      else this.replaceFailed(name, job).catch((cause: Error) => this.troubled(name, cause));
    });
    this.workers.set(name, worker);
  }

  /** One for all workers; each has another one beside it, to wait with. */
  private workersConnection(): Redis {
    this.patient ??= this.redis.openPatient();
    return this.patient;
  }

  /** While Redis is away that is all there is to tell, and it is told once. */
  private troubled(name: string, error: Error): void {
    if (this.isReachable()) this.reports.troubled(name, error);
  }

  private pause(name: string, failures: number, error: unknown): number {
    const pauseMs = pauseAfter(failures, this.kind(name).options.backoffMs);
    this.reports.failed(name, error, { attempt: failures, pauseMs });
    return pauseMs;
  }

  private async carryOut(name: string, job: KeptJob, token: string | undefined): Promise<void> {
    const { options } = this.kind(name);
    const attempt = job.attemptsMade + 1;
    const { signal } = this.ending;
    try {
      await this.kind(name).work({ data: job.data, attempt, isLastAttempt: attempt >= options.attempts, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      await job.moveToWait(token);
      this.reports.givenBack(name);
      throw new WaitingError();
    }
  }

  /** @throws JobsError */
  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (!(await this.redis.isReady(READY_MS))) throw new JobsError();
    try {
      return await within(ANSWER_MS, question());
    } catch (error) {
      throw new JobsError({ cause: error });
    }
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  if (await endsWithin(ms, work)) return work;
  throw new Error(`Redis did not answer within ${ms} ms.`);
}
