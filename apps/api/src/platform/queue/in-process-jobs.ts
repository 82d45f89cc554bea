import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Leases } from '../locks/leases.js';
import type { ProcessRole } from '../process/process-role.js';
import { endsWithin } from '../process/within-time.js';
import { JobLine, type Entry } from './job-line.js';
import { JobReports } from './job-reports.js';
import { Jobs, type AddingOptions, type HandlingOptions, type Job, type JobCounts, type JobData } from './jobs.js';
import { pauseAfter } from './pauses.js';
import { Schedules } from './schedules.js';

/** How long the end of the process waits for what is at work. */
export const SHUTDOWN_MS = 6000;

interface Kind {
  readonly line: JobLine;
  readonly options: HandlingOptions;
  /** A method, so that each kind may have data of its own. */
  work(job: Job<JobData>): Promise<void>;
}

/** Jobs in the memory of this process. Schedules fire once over all processes on the same database. */
export class InProcessJobs extends Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly shared = false;
  private readonly kinds = new Map<string, Kind>();
  private readonly working = new Set<Promise<void>>();
  private readonly reports = new JobReports();
  private readonly schedules: Schedules;
  private readonly ending = new AbortController();
  private started = false;

  constructor(
    private readonly role: ProcessRole,
    leases: Leases,
  ) {
    super();
    this.schedules = new Schedules(leases, this.reports, (kind, options) => this.add(kind, {}, options));
  }

  handle<T extends JobData>(kind: string, options: HandlingOptions, work: (job: Job<T>) => Promise<void>): void {
    if (this.kinds.has(kind)) throw new Error(`Jobs of the kind ${kind} are handled already.`);
    const line = new JobLine(() => this.begin(kind));
    this.kinds.set(kind, { line, options, work });
  }

  add(kind: string, data: JobData, options: AddingOptions = {}): Promise<void> {
    // As on Redis: what is done later is not the caller's own object.
    const copy = JSON.parse(JSON.stringify(data)) as JobData;
    this.kind(kind).line.add(copy, options);
    return Promise.resolve();
  }

  every(kind: string, ms: number): void {
    this.schedules.every(kind, ms);
  }

  isReachable(): boolean {
    return true;
  }

  counts(kind?: string): Promise<JobCounts> {
    const sum = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    for (const { line } of kind === undefined ? this.kinds.values() : [this.kind(kind)]) {
      const { waiting, active, delayed, failed } = line.counts();
      sum.waiting += waiting;
      sum.active += active;
      sum.delayed += delayed;
      sum.failed += failed;
    }
    return Promise.resolve(sum);
  }

  onApplicationBootstrap(): void {
    if (this.role.isServer) this.start();
  }

  /** Begins to carry out what is there and what comes. */
  start(): void {
    this.started = true;
    for (const kind of this.kinds.keys()) this.begin(kind);
    this.schedules.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.started = false;
    this.ending.abort();
    this.schedules.stop();
    for (const { line } of this.kinds.values()) line.close();
    if (!(await endsWithin(SHUTDOWN_MS, Promise.all(this.working)))) this.reports.stillAtWork();
  }

  private kind(name: string): Kind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`Nothing handles jobs of the kind ${name}.`);
    return kind;
  }

  private begin(name: string): void {
    const kind = this.kind(name);
    while (this.started && kind.line.counts().active < kind.options.concurrency) {
      const entry = kind.line.take();
      if (entry === null) return;
      const working = this.carryOut(name, kind, entry).finally(() => {
        this.working.delete(working);
        this.begin(name);
      });
      this.working.add(working);
    }
  }

  /** Never throws. */
  private async carryOut(name: string, kind: Kind, entry: Entry): Promise<void> {
    const { attempt, data } = entry;
    const { attempts, backoffMs } = kind.options;
    const isLastAttempt = attempt >= attempts;
    try {
      await kind.work({ data, attempt, isLastAttempt, signal: this.ending.signal });
      kind.line.end(entry, { failed: false });
    } catch (error) {
      if (this.ending.signal.aborted) {
        this.reports.givenBack(name);
        kind.line.end(entry, { failed: false });
        return;
      }
      const pauseMs = isLastAttempt ? null : pauseAfter(attempt, backoffMs);
      this.reports.failed(name, error, { attempt, pauseMs });
      if (pauseMs === null) kind.line.end(entry, { failed: true });
      else kind.line.again(entry, pauseMs);
    }
  }
}
