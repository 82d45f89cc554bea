import type { Leases } from '../locks/leases.js';
import type { JobReports } from './job-reports.js';

/** After a failure it is looked again so soon, whatever the turn. */
const RETRY_MS = 10_000;
/** A turn that is taken a little early is not put off by a whole one. */
const SLACK = 0.9;

/**
 * Turns that come every so often, once over all processes: whoever claims a turn in the database adds the job, and the
 * others look again when the next one comes. The same with Redis and without, and an emptied Redis forgets none of it.
 */
export class Schedules {
  private readonly everyMs = new Map<string, number>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private started = false;

  constructor(
    private readonly leases: Leases,
    private readonly reports: JobReports,
    private readonly addJob: (kind: string, options: { readonly key: string }) => Promise<void>,
  ) {}

  every(kind: string, ms: number): void {
    this.everyMs.set(kind, ms);
    if (this.started) this.look(kind, ms);
  }

  start(): void {
    this.started = true;
    for (const [kind, ms] of this.everyMs) this.look(kind, ms);
  }

  stop(): void {
    this.started = false;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private look(kind: string, ms: number): void {
    this.addIfDue(kind, ms).then(
      (waitMs) => this.lookIn(waitMs, kind, ms),
      (error: unknown) => {
        this.reports.notScheduled(kind, error);
        this.lookIn(Math.min(ms, RETRY_MS), kind, ms);
      },
    );
  }

  private lookIn(waitMs: number, kind: string, ms: number): void {
    if (!this.started) return;
    const timer = setTimeout(() => this.look(kind, ms), waitMs);
    timer.unref();
    this.timers.set(kind, timer);
  }

  /** How long to wait for the next turn. */
  private async addIfDue(kind: string, ms: number): Promise<number> {
    const waitMs = await this.leases.claim(`every:${kind}`, Math.round(ms * SLACK));
    if (waitMs > 0) return Math.min(ms, waitMs);
    // One that still waits, or was added by hand, serves for this turn too.
    await this.addJob(kind, { key: kind });
    return ms;
  }
}
