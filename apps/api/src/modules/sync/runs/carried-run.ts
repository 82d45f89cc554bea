import type { RunState } from '@pulsetech/contracts';
import type { Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import type { SharedEvents } from '../../../platform/events/shared-events.js';
import type { Lease } from '../../../platform/locks/leases.js';
import type { Person } from './phases/run-people.repository.js';
import type { Run, RunChange } from './run.js';
import { SNAPSHOT_LOST } from './run-words.js';
import type { RunsRepository } from './runs.repository.js';

/** So long it is believed that a run still goes on while people are changed by it, and while it waits for others. */
const BELIEVED_MS = 250;
export const BELIEVED_WAITING_MS = 2000;
const MOST_SNAPSHOTS = 3;

/** This process must stop here: it ends, or the run is another's. What was committed stays, and somebody goes on with it. */
export class RunInterrupted extends Error {}

/** The run ends here, before its end. The message is for people. */
export class RunEnded extends Error {
  constructor(
    readonly state: Extract<RunState, 'incomplete' | 'failed' | 'held' | 'superseded'>,
    reason: string,
  ) {
    super(reason);
  }
}

export interface Carrying {
  readonly runs: RunsRepository;
  readonly transactions: Transactions;
  readonly events: SharedEvents;
  readonly lease: Lease;
  readonly isStopping: () => boolean;
}

/**
 * A run in the hands of this process. All that is written of it goes through {@link commit}, which writes nothing once the
 * lease was lost or somebody ended the run, so that two processes never write the same run.
 */
export class CarriedRun {
  /** Broken mappings by id, with the people met by this process to whom they gave nothing. */
  readonly blocked = new Map<number, number>();
  /** By user id, whom the LMS did not show to this process. */
  readonly missing = new Map<number, Pick<Person, 'userId' | 'discordId'>>();
  private snapshotsLost = 0;
  private isEnded = false;
  private lookedAt = performance.now();
  private look: Promise<void> | null = null;

  constructor(
    private state: Run,
    private readonly carrying: Carrying,
  ) {}

  get run(): Run {
    return this.state;
  }

  /**
   * Writes how far the run got, and what belongs to it, in one transaction.
   *
   * @throws RunInterrupted when the run is not this process's any more; nothing is written then
   */
  async commit(change: RunChange, within?: (tx: EntityManager) => Promise<unknown>): Promise<void> {
    const { runs, transactions, events, lease } = this.carrying;
    const { id } = this.state;
    const at = performance.now();
    await transactions.run(async (tx) => {
      if (!(await runs.advance(tx, id, lease, change))) throw new RunInterrupted();
      await within?.(tx);
    });
    this.state = { ...this.state, ...change };
    this.lookedAt = Math.max(this.lookedAt, at);
    events.publish('run', { runId: id });
  }

  /** Whether this process may go on with it. */
  get isGoingOn(): boolean {
    return !this.isEnded && !this.carrying.isStopping() && this.carrying.lease.isHeld();
  }

  /** @throws RunInterrupted when this process must not go on with it */
  requireGoingOn(): void {
    if (!this.isGoingOn) throw new RunInterrupted();
  }

  /**
   * The same, and looks whether somebody ended the run, unless that was looked at or written lately. Whoever asks at the
   * same time shares one look.
   *
   * @throws RunInterrupted
   */
  async requireRunning(believedMs = BELIEVED_MS): Promise<void> {
    this.requireGoingOn();
    if (performance.now() - this.lookedAt < believedMs) return;
    this.look ??= this.lookAgain().finally(() => (this.look = null));
    await this.look;
    this.requireGoingOn();
  }

  /** @throws RunEnded when that happened too often */
  loseSnapshot(): void {
    if (++this.snapshotsLost >= MOST_SNAPSHOTS) throw new RunEnded('incomplete', SNAPSHOT_LOST);
  }

  private async lookAgain(): Promise<void> {
    const at = performance.now();
    const now = await this.carrying.runs.findById(this.state.id);
    this.lookedAt = at;
    this.isEnded = now?.state !== 'running';
  }
}
