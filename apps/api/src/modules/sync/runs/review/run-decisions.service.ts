import { Injectable } from '@nestjs/common';
import type { RunPhase } from '@pulsetech/contracts';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { SharedEvents } from '../../../../platform/events/shared-events.js';
import { ChangesRepository } from '../../ledger/changes.repository.js';
import type { Run } from '../run.js';
import { RunItemsRepository } from '../run-items.repository.js';
import { stopped, undecided } from '../ending-words.js';
import { REJECTED } from '../run-words.js';
import { RunsError, runNotFound } from '../runs.errors.js';
import { RunsRepository } from '../runs.repository.js';
import { SettlementRepository } from '../settlement.repository.js';
import { RunsService, type Started } from '../runs.service.js';

const NOT_HELD =
  'This run does not wait for a decision any more: it was decided already, or a later run took its place. Look at the latest run.';
const NOT_UNDOABLE: Readonly<Record<'dry' | 'undo' | 'open' | 'none', string>> = {
  dry: 'A dry run changed nothing, so there is nothing to undo.',
  undo: 'A run that undid another one cannot be undone. Start a synchronisation instead.',
  open: 'This run has not ended yet. Wait until it has, then undo it.',
  none: 'There is nothing on record that could be undone: the run changed nothing, was undone already, or is older than the history is kept.',
};

/** What admins decide about runs. `by`: the user, or null for the command line. */
@Injectable()
export class RunDecisions {
  constructor(
    private readonly runs: RunsRepository,
    private readonly items: RunItemsRepository,
    private readonly changes: ChangesRepository,
    private readonly settlement: SettlementRepository,
    private readonly service: RunsService,
    private readonly transactions: Transactions,
    private readonly events: SharedEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Has a held run go on: each of the people is read anew, and only what is still true is taken.
   *
   * @throws RunsError `run_not_held` when somebody else was faster, `run_in_progress` while another run is going on
   */
  async approve(id: number, by: number | null): Promise<Started> {
    await this.held(id);
    return this.service.resume(async () => {
      const again = { state: 'running', phase: 'remove', cursor: null, reason: null, finishedAt: null } as const;
      await this.decide(id, by, again);
      return this.find(id);
    });
  }

  /** @throws RunsError `run_not_held` when somebody else was faster */
  async reject(id: number, by: number | null): Promise<Run> {
    await this.held(id);
    const reason = undecided(REJECTED, { took: await this.settlement.mayHaveTaken(id) });
    await this.decide(id, by, { state: 'rejected', reason, finishedAt: this.clock.nowSeconds() });
    return this.find(id);
  }

  /**
   * Ends a run that is going on, wherever it is carried out. What was given and taken by then stays.
   *
   * @throws RunsError `run_not_running` when it has ended already
   */
  async stop(id: number): Promise<Run> {
    for (;;) {
      const run = await this.find(id);
      const { state, phase } = run;
      if (state !== 'running' || phase === null)
        throw new RunsError('run_not_running', 'This run has ended already, so there is nothing to stop.');
      // Otherwise it went on into its next phase meanwhile, and what is true of its end is another thing.
      if (await this.stopIn(phase, run)) break;
    }
    this.events.publish('run', { runId: id });
    return this.find(id);
  }

  /** People may be changed by it at this moment: what became of whom is told once it was left. */
  private async stopIn(phase: RunPhase, { id, dry, undoes, unlinked }: Run): Promise<boolean> {
    const counted = await this.changes.countOfRun(id);
    const reason = stopped({ dry, undoes, unlinked, took: phase === 'remove' });
    const finishedAt = this.clock.nowSeconds();
    const end = {
      state: 'stopped',
      phase: null,
      cursor: null,
      unsettled: true,
      finishedAt,
      reason,
      ...counted,
    } as const;
    return this.transactions.run((tx) => this.runs.move(tx, id, { state: 'running', phase }, end));
  }

  /**
   * Reverses what a run changed, by a run of its own.
   *
   * @throws RunsError `run_not_undoable`, `run_in_progress`
   */
  async undo(id: number, by: number | null): Promise<Started> {
    await this.requireUndoable(id);
    const wish = { cause: 'undo', undoes: id, startedBy: by } as const;
    return this.service.startWith(wish, async () => {
      // Nobody else begins a run now: what was undone meanwhile is not undone twice.
      await this.requireUndoable(id);
      return this.runs.begin({ ...wish, dry: false, phase: 'undo' });
    });
  }

  private async decide(id: number, by: number | null, change: Parameters<RunsRepository['move']>[3]): Promise<void> {
    const decided = { ...change, decidedBy: by, decidedAt: this.clock.nowSeconds() };
    const moved = await this.transactions.run(async (tx) => {
      if (!(await this.runs.move(tx, id, 'held', decided))) return false;
      if (change.state !== 'rejected') return true;
      await this.settlement.settleTaken(tx, id);
      await this.items.settleWaiting(tx, id, 'rejected', null);
      await this.runs.move(tx, id, 'rejected', await this.items.settled(tx, id));
      return true;
    });
    if (!moved) throw new RunsError('run_not_held', NOT_HELD);
    this.events.publish('run', { runId: id });
  }

  private async find(id: number): Promise<Run> {
    const run = await this.runs.findById(id);
    if (run === null) throw runNotFound();
    return run;
  }

  private async held(id: number): Promise<void> {
    if ((await this.find(id)).state !== 'held') throw new RunsError('run_not_held', NOT_HELD);
  }

  private async requireUndoable(id: number): Promise<void> {
    const { dry, undoes, state, unsettled } = await this.find(id);
    if (dry) throw new RunsError('run_not_undoable', NOT_UNDOABLE.dry);
    if (undoes !== null) throw new RunsError('run_not_undoable', NOT_UNDOABLE.undo);
    if (state === 'running' || state === 'held' || unsettled)
      throw new RunsError('run_not_undoable', NOT_UNDOABLE.open);
    if (!(await this.runs.withChanges([id])).has(id)) throw new RunsError('run_not_undoable', NOT_UNDOABLE.none);
  }
}
