import { Injectable, Logger } from '@nestjs/common';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { ChangesRepository } from '../ledger/changes.repository.js';
import type { CarriedRun } from './carried-run.js';
import type { Run } from './run.js';
import { RunItemsRepository } from './run-items.repository.js';
import { RunProblemsRepository } from './run-problems.repository.js';
import { RunsRepository } from './runs.repository.js';
import { SPARED } from './run-words.js';

/** Most different problems that a run's reason spells out. */
const PROBLEMS_TOLD = 3;
/** Ends that decide anew about everybody. */
const DECIDING = new Set<Run['state']>(['completed', 'completed_with_errors', 'held']);

export interface Ending {
  readonly state: Extract<Run['state'], 'completed' | 'incomplete' | 'failed' | 'held' | 'superseded'>;
  readonly reason: string | null;
}

/** Writes how a run ended. */
@Injectable()
export class RunEnding {
  private readonly logger = new Logger('Run');

  constructor(
    private readonly runs: RunsRepository,
    private readonly items: RunItemsRepository,
    private readonly problems: RunProblemsRepository,
    private readonly changes: ChangesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async end(work: CarriedRun, ending: Ending): Promise<void> {
    const { id, errors, dry, undoes } = work.run;
    const state = ending.state === 'completed' && errors > 0 ? 'completed_with_errors' : ending.state;
    const reason = [ending.reason, await this.told(id)].filter((part) => part !== null).join(' ') || null;
    const counted = await this.changes.countOfRun(id);
    const finished = { phase: null, cursor: null, finishedAt: this.clock.nowSeconds() };
    const undecided = state === 'held' ? { decidedBy: null, decidedAt: null } : {};
    const older = !dry && undoes === null && DECIDING.has(state) ? await this.runs.heldBefore(id) : [];
    await work.commit({ ...finished, ...counted, ...undecided, state, reason }, async (tx) => {
      if (state === 'incomplete' || state === 'failed')
        await this.items.settleWaiting(tx, id, 'spared', SPARED.endedBefore);
      if (state === 'superseded') await this.items.settleWaiting(tx, id, 'spared', SPARED.otherServer);
      for (const held of older) {
        const moved = await this.runs.move(tx, held, 'held', { state: 'superseded' });
        if (moved) await this.items.settleWaiting(tx, held, 'spared', SPARED.superseded);
      }
    });
    this.report(work.run);
  }

  /** Tells anew what a run did that somebody stopped while a page of people was under way. */
  async recount(runId: number): Promise<void> {
    const counted = await this.changes.countOfRun(runId);
    await this.transactions.run(async (tx) => {
      if (!(await this.runs.move(tx, runId, 'stopped', counted))) return;
      await this.items.settleDone(tx, runId);
      await this.runs.move(tx, runId, 'stopped', await this.items.settled(tx, runId));
    });
  }

  /** What did not work, for people; null when everything did. */
  private async told(runId: number): Promise<string | null> {
    const problems = await this.problems.frequent(runId, PROBLEMS_TOLD + 1);
    if (problems.length === 0) return null;
    const told = problems
      .slice(0, PROBLEMS_TOLD)
      .map(({ message, times }) => (times === 1 ? message : `${message} (${times} times)`));
    if (problems.length > PROBLEMS_TOLD) told.push('And more; the list of problems has all of them.');
    return told.join(' ');
  }

  private report({ id, state, reason, users, enrolled, unenrolled, errors }: Run): void {
    // Not `state`: that is what the log hides as the secret of a sign-in.
    const facts = { runId: id, ended: state, users, enrolled, unenrolled, errors };
    this.logger.log(facts, `Run ${id} ${state}: ${users} users, ${enrolled} enrolled, ${unenrolled} unenrolled`);
    if (reason !== null) this.logger.warn(facts, `Run ${id}: ${reason}`);
  }
}
