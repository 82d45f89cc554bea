import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { RunDto, RunState } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { Leases, type Lease } from '../../platform/locks/leases.js';
import { LocksError } from '../../platform/locks/locks.errors.js';
import { LicenseError } from '../license/license.errors.js';
import { LicenseService } from '../license/license.service.js';
import { LmsError } from '../lms/lms.errors.js';
import { ChangesRepository } from './changes.repository.js';
import { EveryoneSync, IncompleteRun, RunStopped } from './everyone-sync.js';
import { RunTally } from './run-tally.js';
import { RunsRepository } from './runs.repository.js';

const LEASE = { name: 'sync:run', options: { ttlMs: 60_000, waitMs: 0 } };
const LISTED = 50;
const WATCH_MS = 500;
/** A process that died keeps the lease for its time; nobody keeps it for longer without a run that is to be seen. */
const PATIENCE_MS = LEASE.options.ttlMs + 5000;

interface Started {
  readonly run: RunDto;
  /** Waits for the end of the run, and answers it as it ended. */
  readonly end: () => Promise<RunDto>;
}

/** Runs of the synchronisation of everybody: one at a time over all processes. */
@Injectable()
export class RunsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Run');
  private current: Started | null = null;
  private stopping = false;

  constructor(
    private readonly runs: RunsRepository,
    private readonly everyone: EveryoneSync,
    private readonly changes: ChangesRepository,
    private readonly licenses: LicenseService,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a run, or joins the one that is going on. The run goes on after this returns.
   *
   * @throws LocksError when this process is about to end, or no run can begin though none is going on
   */
  async startRun(cause: RunDto['cause']): Promise<RunDto> {
    return (await this.start(cause)).run;
  }

  /** A run from its beginning to its end, for the command line. */
  async runToEnd(cause: RunDto['cause']): Promise<RunDto> {
    return (await this.start(cause)).end();
  }

  list(): Promise<RunDto[]> {
    return this.runs.list(LISTED);
  }

  /**
   * Begins a scheduled run if `isDue` still says so once this process alone may begin one; resumes one that was
   * interrupted. Null when there is nothing to begin.
   */
  async startIfDue(isDue: () => Promise<boolean>): Promise<RunDto | null> {
    if (this.current || this.stopping) return null;
    const lease = await this.leases.acquire(LEASE.name, LEASE.options);
    if (lease === null) return null;
    const started = await this.launchUnder(lease, async () => ((await isDue()) ? this.runs.begin('schedule') : null));
    return started?.run ?? null;
  }

  /** What was begun goes on with the next start, so it is stopped between two users. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    // What went wrong in it was logged when it did.
    await this.current?.end().catch(() => undefined);
  }

  private async start(cause: RunDto['cause']): Promise<Started> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!this.stopping && performance.now() < deadline) {
      if (this.current) return this.current;
      const lease = await this.leases.acquire(LEASE.name, LEASE.options);
      const started = lease && (await this.launchUnder(lease, () => this.runs.begin(cause)));
      if (started) return started;
      const running = await this.runs.findRunning();
      if (running) return { run: running, end: () => this.watch(running) };
      // The other process holds the lease and has not written its run yet, or has just ended it.
      await sleep(WATCH_MS);
    }
    throw new LocksError();
  }

  /** Goes on with the run that was interrupted, or begins what `begin` answers. The lease is given back with its end. */
  private async launchUnder(lease: Lease, begin: () => Promise<RunDto | null>): Promise<Started | null> {
    try {
      const run = (await this.runs.findRunning()) ?? (await begin());
      // A run that was begun at the last moment goes on with the next start.
      if (run && !this.stopping) return this.launch(run, lease);
    } catch (error) {
      await lease.release();
      throw error;
    }
    await lease.release();
    return null;
  }

  private launch(run: RunDto, lease: Lease): Started {
    const done = this.carryOut(run, lease).finally(() => {
      this.current = null;
    });
    done.catch((error: unknown) => this.logger.error({ err: error }, `Run ${run.id} was interrupted`));
    this.current = { run, end: () => done };
    return this.current;
  }

  private async carryOut(run: RunDto, lease: Lease): Promise<RunDto> {
    const tally = new RunTally();
    try {
      this.logger.log({ runId: run.id }, `Run ${run.id} begins (${run.cause})`);
      const end = await this.endOf(run, tally, () => this.stopping || !lease.isHeld());
      const counted = await this.changes.countOfRun(run.id);
      const finished = { ...tally.progress(), ...counted, ...end };
      await this.runs.finish(run.id, finished);
      this.report(run.id, finished);
    } finally {
      await lease.release();
    }
    return (await this.runs.findById(run.id)) ?? run;
  }

  private async endOf(
    run: RunDto,
    tally: RunTally,
    isStopping: () => boolean,
  ): Promise<{ state: RunState; reason: string | null }> {
    try {
      await this.licenses.verify();
      const { guildId } = await this.licenses.requireUsable();
      const since = this.clock.nowMs();
      const state = await this.everyone.run({ run, guildId, tally, since, isStopping });
      return { state, reason: tally.reason() };
    } catch (error) {
      if (error instanceof LicenseError) return { state: 'failed', reason: error.message };
      if (error instanceof IncompleteRun) return { state: 'incomplete', reason: joined(error.message, tally) };
      if (error instanceof LmsError) return { state: 'incomplete', reason: joined(error.message, tally) };
      if (error instanceof RunStopped) throw error;
      this.logger.error({ err: error, runId: run.id }, `Run ${run.id} ended with an unexpected error`);
      return {
        state: 'failed',
        reason: 'An unexpected error ended the run; the log has the details. Nobody lost anything by it.',
      };
    }
  }

  private report(runId: number, end: Omit<RunDto, 'id' | 'cause' | 'startedAt' | 'finishedAt'>): void {
    const { state, reason, users, enrolled, unenrolled, errors } = end;
    // Not `state`: that is what the log hides as the secret of a sign-in.
    const facts = { runId, ended: state, users, enrolled, unenrolled, errors };
    this.logger.log(facts, `Run ${runId} ${state}: ${users} users, ${enrolled} enrolled, ${unenrolled} unenrolled`);
    if (reason !== null) this.logger.warn(facts, `Run ${runId}: ${reason}`);
  }

  /**
   * Follows a run of another process to its end, and goes on with it when that process died. However long it takes: as
   * long as that process lives it renews the lease, and when it does not, the lease can be taken within a minute.
   */
  private async watch(run: RunDto): Promise<RunDto> {
    for (;;) {
      await sleep(WATCH_MS);
      const now = await this.runs.findById(run.id);
      if (now === null || now.state !== 'running' || this.stopping) return now ?? run;
      const lease = await this.leases.acquire(LEASE.name, LEASE.options);
      // Read again under the lease: the other process may have ended the run a moment ago.
      const taken = lease && (await this.launchUnder(lease, () => Promise.resolve(null)));
      if (taken) return taken.end();
    }
  }
}

function joined(reason: string, tally: RunTally): string {
  const others = tally.reason();
  return others === null ? reason : `${reason} ${others}`;
}
