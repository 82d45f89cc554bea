import { Injectable, Logger } from '@nestjs/common';
import { grantId } from '@pulsetech/domain';
import { withWorkers } from '../../../../platform/batching/workers.js';
import { LocksError } from '../../../../platform/locks/locks.errors.js';
import { LmsCatalogue, type LmsLists } from '../../../mappings/lms-catalogue.js';
import { TakingBackService } from '../../user/taking-back.service.js';
import type { Spared } from '../../user/sync.types.js';
import type { CarriedRun } from '../carried-run.js';
import type { Phase, PhaseEnd } from './phase.js';
import { counted, failed, failureDetails, together, type Settled } from './settled-items.js';
import { RunItemsRepository, type RunItem } from '../run-items.repository.js';
import { RunProblemsRepository } from '../run-problems.repository.js';
import { UndoneChangesRepository, type UndoneChange } from './undone-changes.repository.js';
import { SPARED, UNDONE_REASON, USER_FAILED } from '../run-words.js';

const PAGE = 500;
const WORKERS = 50;

/** Reverses the recorded changes of another run, except where something was changed again since. Asks Discord nothing. */
@Injectable()
export class UndoPhase implements Phase {
  private readonly logger = new Logger('Run');

  constructor(
    private readonly changes: UndoneChangesRepository,
    private readonly items: RunItemsRepository,
    private readonly problems: RunProblemsRepository,
    private readonly takingBack: TakingBackService,
    private readonly lists: LmsCatalogue,
  ) {}

  async carryOut(work: CarriedRun): Promise<PhaseEnd> {
    const { undoes: undone } = work.run;
    if (undone === null) throw new Error('A run in this phase undoes another one.');
    if (work.run.usersTotal === 0) await work.commit({ usersTotal: await this.changes.people(undone) });
    for (;;) {
      work.requireGoingOn();
      const userIds = await this.changes.usersAfter(undone, Number(work.run.cursor ?? 0), PAGE);
      if (userIds.length === 0) return { state: 'completed', reason: UNDONE_REASON };
      await this.page(work, undone, userIds);
    }
  }

  private async page(work: CarriedRun, undone: number, userIds: readonly number[]): Promise<void> {
    const { id } = work.run;
    const [changes, lists] = await Promise.all([this.changes.of(undone, id, userIds), this.lists.lists()]);
    const reversed: Settled[] = [];
    await withWorkers(WORKERS, [...changes], async ([userId, own]) => {
      await work.requireRunning();
      reversed.push(await this.reverse(id, userId, own, lists));
    });
    const { items, problems, enrolled: given, unenrolled: taken } = together(reversed);
    const { users, removals, removed, spared, errors, enrolled, unenrolled } = work.run;
    await work.commit(
      {
        cursor: String(userIds.at(-1)),
        users: users + userIds.length,
        removals: removals + items.length,
        removed: removed + counted(items, 'done'),
        spared: spared + counted(items, 'spared'),
        errors: errors + problems.length,
        enrolled: enrolled + given,
        unenrolled: unenrolled + taken,
      },
      async (tx) => {
        await this.items.put(tx, id, items);
        await this.problems.add(tx, id, problems);
      },
    );
  }

  private async reverse(
    runId: number,
    userId: number,
    changes: readonly UndoneChange[],
    lists: LmsLists,
  ): Promise<Settled> {
    const open = changes.filter(({ standing }) => standing === 'as_left');
    const settled = changes.filter(({ standing }) => standing !== 'as_left').map(alreadySettled);
    if (open.length === 0) return { items: settled, problems: [], enrolled: 0, unenrolled: 0 };
    try {
      const { spared, failures, own, result } = await this.takingBack.reverse({ userId, cause: 'undo', runId }, open);
      const sentences = failureDetails(failures, lists);
      const left = new Map(spared.map(({ key, reason }) => [grantId(key), reason]));
      const items = open.map((change) => {
        const id = grantId(change.key);
        const why = left.get(id);
        if (why !== undefined) return toItem(change, 'spared', SPARED_BECAUSE[why]);
        const detail = sentences.get(id);
        return detail === undefined ? toItem(change, 'done', null) : toItem(change, 'failed', detail);
      });
      const problems = own.problems.map((message) => ({ userId, message }));
      const { enrolled, unenrolled } = result;
      return { items: [...settled, ...items], problems, enrolled, unenrolled };
    } catch (error) {
      this.logger.error({ err: error, userId, runId }, `Changes of user ${userId} could not be undone`);
      const detail = error instanceof LocksError ? error.message : USER_FAILED;
      const failures = failed(
        userId,
        open.map((change) => toItem(change, 'failed', detail)),
        detail,
      );
      return { ...failures, items: [...settled, ...failures.items] };
    }
  }
}

const SPARED_BECAUSE: Readonly<Record<Spared['reason'], string>> = {
  changed: SPARED.changedSince,
  not_linked: SPARED.unlinked,
  ended: SPARED.nothingLeft,
};

/** Undone before this process took the run over, or changed by others since. */
function alreadySettled(change: UndoneChange): RunItem {
  return change.standing === 'undone' ? toItem(change, 'done', null) : toItem(change, 'spared', SPARED.changedSince);
}

function toItem(
  { userId, action, key, mappingId }: UndoneChange,
  state: RunItem['state'],
  detail: string | null,
): RunItem {
  const { kind, targetId, roleId } = key;
  const gave = action === 'granted' || action === 'resumed';
  return {
    userId,
    kind,
    targetId,
    roleId,
    mappingId,
    because: 'undone',
    state,
    detail,
    action: gave ? 'revoke' : 'grant',
  };
}
