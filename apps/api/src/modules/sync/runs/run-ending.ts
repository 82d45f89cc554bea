import { Injectable, Logger } from '@nestjs/common';
import { Clock, Transactions, durations } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { ChangesRepository } from '../ledger/changes.repository.js';
import type { CarriedRun } from './carried-run.js';
import type { Run } from './run.js';
import { RunItemsRepository } from './run-items.repository.js';
import { RunProblemsRepository } from './run-problems.repository.js';
import { RunsRepository } from './runs.repository.js';
import { earlyEnd, heldAgain, stopped, undecided, type Losses } from './ending-words.js';
import { SPARED, supersededBy } from './run-words.js';
import { SettlementRepository } from './settlement.repository.js';

const runs = durations(
  {
    name: 'pulsetech_run_duration_seconds',
    help: 'Runs, by what began them and how they ended.',
    labels: ['cause', 'ended'],
  },
  [1, 5, 15, 60, 300, 900, 3600, 4 * 3600],
);

/** Most different problems that a run's reason spells out. */
const PROBLEMS_TOLD = 3;
/** Ends before the end. */
const EARLY = new Set<Run['state']>(['incomplete', 'failed', 'superseded']);
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
    private readonly settlement: SettlementRepository,
    private readonly problems: RunProblemsRepository,
    private readonly changes: ChangesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async end(work: CarriedRun, ending: Ending): Promise<void> {
    const { id, errors, dry, undoes } = work.run;
    const state = ending.state === 'completed' && errors > 0 ? 'completed_with_errors' : ending.state;
    const reasons = [ending.reason, await this.early(work.run, state), await this.told(id)];
    const reason = reasons.filter((part) => part !== null).join(' ') || null;
    const counted = await this.changes.countOfRun(id);
    const finished = { phase: null, cursor: null, finishedAt: this.clock.nowSeconds() };
    const undecided = state === 'held' ? { decidedBy: null, decidedAt: null } : {};
    const older = !dry && undoes === null && DECIDING.has(state) ? await this.runs.heldBefore(id) : [];
    await work.commit({ ...finished, ...counted, ...undecided, state, reason }, async (tx) => {
      if (isEarly(state)) {
        await this.settlement.settle(tx, id, state === 'superseded' ? SPARED.otherServer : SPARED.endedBefore);
        await this.runs.move(tx, id, state, await this.items.settled(tx, id));
      }
      for (const held of older) await this.supersede(tx, held, id);
    });
    this.report(work.run);
  }

  /** Tells what a run did that somebody stopped while people were changed by it, once nobody carries it out any more. */
  async settleLeft(): Promise<void> {
    for (const run of await this.runs.findUnsettled()) await this.recount(run);
  }

  private async recount(run: Run): Promise<void> {
    const { id } = run;
    const counted = await this.changes.countOfRun(id);
    const reason = stopped(await this.lossesOf(run, 'remove'));
    await this.transactions.run(async (tx) => {
      if (run.undoes !== null) await this.settlement.listReversed(tx, id);
      await this.settlement.settle(tx, id, SPARED.endedBefore);
      const settled = await this.items.settled(tx, id);
      await this.runs.move(tx, id, 'stopped', { ...counted, ...settled, reason, unsettled: false });
    });
  }

  private async supersede(tx: EntityManager, held: number, by: number): Promise<void> {
    const took = await this.settlement.mayHaveTaken(held, tx);
    const reason = undecided(supersededBy(by), { took });
    const moved = await this.runs.move(tx, held, 'held', { state: 'superseded', reason });
    if (!moved) return;
    await this.settlement.settle(tx, held, SPARED.superseded);
    await this.runs.move(tx, held, 'superseded', await this.items.settled(tx, held));
  }

  /** Who lost what, where the run did not come to its end, or waits for a decision once more; null elsewhere. */
  private async early(run: Run, state: Run['state']): Promise<string | null> {
    // The licence did not count when it began: the reason says all there is.
    if (run.undoes === null && run.guildId === null) return null;
    if (isEarly(state)) return earlyEnd(await this.lossesOf(run, run.phase));
    if (state !== 'held' || run.decidedAt === null) return null;
    return heldAgain(await this.lossesOf(run, run.phase));
  }

  /** Before people are changed nobody has lost anything. */
  private async lossesOf({ id, dry, undoes, unlinked }: Run, phase: Run['phase']): Promise<Losses> {
    return { dry, undoes, unlinked, took: phase === 'remove' && (await this.settlement.mayHaveTaken(id)) };
  }

  /** What did not work, for people; null when everything did. */
  private async told(runId: number): Promise<string | null> {
    const problems = await this.problems.frequent(runId, PROBLEMS_TOLD + 1);
    if (problems.length === 0) return null;
    const told = problems
      .slice(0, PROBLEMS_TOLD)
      .map(({ message, times }) => (times === 1 ? message : `${message} (${times} times)`));
    if (problems.length > PROBLEMS_TOLD) told.push('And more; look at the list of problems.');
    return told.join(' ');
  }

  private report(run: Run): void {
    const { id, state, reason, users, enrolled, unenrolled, errors, startedAt, finishedAt } = run;
    if (finishedAt !== null) runs.observe({ cause: run.cause, ended: state }, Math.max(0, finishedAt - startedAt));
    // Not `state`: that is what the log hides as the secret of a sign-in.
    const facts = { runId: id, ended: state, users, enrolled, unenrolled, errors };
    this.logger.log(facts, `Run ${id} ${state}: ${users} users, ${enrolled} enrolled, ${unenrolled} unenrolled`);
    if (reason !== null) this.logger.warn(facts, `Run ${id}: ${reason}`);
  }
}

function isEarly(state: Run['state']): boolean {
  return EARLY.has(state);
}
