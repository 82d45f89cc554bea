import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Transactions } from '@pulsetech/server-kit';
import { SharedEvents } from '../../../platform/events/shared-events.js';
import { Leases, type Lease } from '../../../platform/locks/leases.js';
import { LocksError } from '../../../platform/locks/locks.errors.js';
import { CarriedRun, RunInterrupted } from './carried-run.js';
import type { NewRun, Run } from './run.js';
import { RunExecution } from './run-execution.js';
import { runInProgress } from './run-words.js';
import { RunsError } from './runs.errors.js';
import { RunsRepository } from './runs.repository.js';

/** A process that died keeps the lease for its time; a living one renews it three times as often. */
const LEASE = { name: 'sync:run', options: { ttlMs: 10_000, waitMs: 0 } };
const WATCH_MS = 500;
const MOMENT_MS = 2000;
/** Nobody keeps the lease for longer without a run that is to be seen. */
const PATIENCE_MS = LEASE.options.ttlMs + 5000;

export interface Started {
  readonly run: Run;
  /** Waits for the end of the run, and answers it as it ended. */
  readonly end: () => Promise<Run>;
  /** Whether this process carries it out. */
  readonly here: boolean;
}

/** What a run is to be. */
export type RunWish = Pick<NewRun, 'cause'> & Partial<Pick<NewRun, 'dry' | 'undoes' | 'startedBy'>>;

/** Writes the run that is to be carried out under the lease, or answers null when there is none. */
type Begin = () => Promise<Run | null>;

/** Runs, of the synchronisation of everybody and of undoing one: one at a time over all processes. */
@Injectable()
export class RunsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Run');
  private current: Started | null = null;
  /** Ends with the run that this process carries out; it never fails, since what went wrong is logged. */
  private left: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly runs: RunsRepository,
    private readonly execution: RunExecution,
    private readonly leases: Leases,
    private readonly transactions: Transactions,
    private readonly events: SharedEvents,
  ) {}

  /**
   * Begins a run, or joins the one that is going on when it is of the same kind. The run goes on after this returns.
   *
   * @throws RunsError `run_in_progress` when one of another kind is going on
   * @throws LocksError when this process is about to end, or no run can begin though none is going on
   */
  start(wish: RunWish): Promise<Started> {
    return this.startWith(wish, () => this.begin(wish));
  }

  /** The same with a beginning of one's own, which may refuse by throwing. */
  async startWith(wish: RunWish, begin: () => Promise<Run>): Promise<Started> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!this.stopping && performance.now() < deadline) {
      if (this.current && (await this.isRunning(this.current.run))) return joined(this.current, wish);
      const lease = await this.leases.acquire(LEASE.name, LEASE.options);
      const started = lease && (await this.launchUnder(lease, begin));
      if (started) return joined(started, wish);
      const running = await this.runs.findRunning();
      if (running) return joined({ run: running, end: () => this.watch(running), here: false }, wish);
      // The other process holds the lease and has not written its run yet, or has just ended it.
      await sleep(WATCH_MS);
    }
    throw new LocksError();
  }

  /**
   * Takes a run up again that `begin` puts back among those that are going on, as an approval does.
   *
   * @throws RunsError `run_in_progress` while another one is going on
   */
  async resume(begin: () => Promise<Run>): Promise<Started> {
    // The schedule holds the lease for a moment as well, when it looks whether there is something to do.
    const patient = { ...LEASE.options, waitMs: MOMENT_MS };
    const lease = (await this.runs.findRunning()) ? null : await this.leases.acquire(LEASE.name, patient);
    if (lease === null) throw await this.inProgress();
    let begun: Run | null = null;
    const started = await this.launchUnder(lease, async () => (begun = await begin()));
    if (started === null) throw new LocksError();
    if (begun === null) throw new RunsError('run_in_progress', runInProgress(started.run.id));
    return started;
  }

  /**
   * Begins a scheduled run if `isDue` still says so once this process alone may begin one; goes on with one that was
   * interrupted. Null when there is nothing to begin.
   */
  async startIfDue(isDue: () => Promise<boolean>): Promise<Run | null> {
    if (this.current || this.stopping) return null;
    // Most looks find nothing, and then write nothing.
    const [running, unsettled] = await Promise.all([this.runs.findRunning(), this.runs.findUnsettled()]);
    if (running === null && unsettled.length === 0 && !(await isDue())) return null;
    const lease = await this.leases.acquire(LEASE.name, LEASE.options);
    if (lease === null) return null;
    const begin: Begin = async () => ((await isDue()) ? this.begin({ cause: 'schedule' }) : null);
    return (await this.launchUnder(lease, begin))?.run ?? null;
  }

  /** What was begun goes on with the next start, so it is stopped between two users. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.left;
  }

  private begin({ cause, dry = false, undoes = null, startedBy = null }: RunWish): Promise<Run> {
    return this.runs.begin({ cause, dry, undoes, startedBy, phase: undoes === null ? 'snapshot' : 'undo' });
  }

  /** A run that an admin stopped is left by this process a moment later, and joined by nobody. */
  private async isRunning({ id }: Run): Promise<boolean> {
    return (await this.runs.findById(id))?.state === 'running';
  }

  private async inProgress(): Promise<RunsError | LocksError> {
    const running = await this.runs.findRunning();
    return running ? new RunsError('run_in_progress', runInProgress(running.id)) : new LocksError();
  }

  /** Goes on with the run that was interrupted, or begins what `begin` answers. The lease is given back with its end. */
  private async launchUnder(lease: Lease, begin: Begin): Promise<Started | null> {
    try {
      const run = (await this.runs.findRunning()) ?? (await begin());
      await this.execution.settleLeft();
      // A run that was begun at the last moment goes on with the next start.
      if (run && !this.stopping) return this.launch(run, lease);
    } catch (error) {
      await lease.release();
      throw error;
    }
    await lease.release();
    return null;
  }

  private launch(run: Run, lease: Lease): Started {
    const done = this.carryOut(run, lease).finally(() => {
      if (this.current === started) this.current = null;
    });
    this.left = done.then(
      () => undefined,
      (error: unknown) => this.logger.error({ err: error, runId: run.id }, `Run ${run.id} was interrupted`),
    );
    const started = { run, end: () => done, here: true };
    this.current = started;
    return started;
  }

  private async carryOut(run: Run, lease: Lease): Promise<Run> {
    const { runs, transactions, events } = this;
    const isStopping = (): boolean => this.stopping;
    const work = new CarriedRun(run, { runs, transactions, events, lease, isStopping });
    try {
      this.logger.log({ runId: run.id }, `Run ${run.id} begins (${run.cause}, ${run.phase})`);
      await this.execution.carryOut(work);
    } catch (error) {
      // Somebody ended it, or goes on with it.
      if (!(error instanceof RunInterrupted)) throw error;
      this.logger.log({ runId: run.id }, `Run ${run.id} is left by this process`);
      // Another process may be at work on it otherwise, and what it does is still to come.
      if (lease.isHeld()) await this.execution.settleLeft();
    } finally {
      await lease.release();
    }
    return (await this.runs.findById(run.id)) ?? run;
  }

  /**
   * Follows a run of another process to its end, and goes on with it when that process died. However long it takes: as
   * long as that process lives it renews the lease, and when it does not, the lease can be taken soon after.
   */
  private async watch(run: Run): Promise<Run> {
    for (;;) {
      await sleep(WATCH_MS);
      const now = await this.runs.findById(run.id);
      if (now?.state !== 'running' || this.stopping) return now ?? run;
      const lease = await this.leases.acquire(LEASE.name, LEASE.options);
      // Read again under the lease: the other process may have ended the run a moment ago.
      const taken = lease && (await this.launchUnder(lease, () => Promise.resolve(null)));
      if (taken) return taken.end();
    }
  }
}

/** A run that only plans, or that undoes another, is not what somebody asked for who wants everybody synchronised. */
function joined(started: Started, { dry = false, undoes = null }: RunWish): Started {
  const { run } = started;
  if (run.dry === dry && run.undoes === undoes) return started;
  throw new RunsError('run_in_progress', runInProgress(run.id));
}
