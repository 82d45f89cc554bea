import { Injectable, Logger } from '@nestjs/common';
import { grantId, isRoleless, type Observation, type UnknownReason } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { withWorkers } from '../../../../platform/batching/workers.js';
import { LocksError } from '../../../../platform/locks/locks.errors.js';
import { LmsCatalogue, type LmsLists } from '../../../mappings/lms-catalogue.js';
import { observationOf } from '../../ledger/stored-observation.js';
import { SyncService } from '../../user/sync.service.js';
import { TakingBackService } from '../../user/taking-back.service.js';
import type { SyncOutcome } from '../../user/sync.types.js';
import { UNKNOWN_PROBLEMS } from '../../user/sync-words.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { FreshObservations } from './fresh-observations.js';
import { MappedRoles } from '../waiting/mapped-roles.js';
import type { Phase, PhaseEnd } from './phase.js';
import { RemovedChangesRepository } from './removed-changes.repository.js';
import { counted, failed, failureDetails, sparedAll, together, type Settled } from './settled-items.js';
import { UntouchedItems } from './untouched-items.js';
import { RunItemsRepository, type RunItem } from '../run-items.repository.js';
import { RunPace } from '../waiting/run-pace.js';
import { RunPeopleRepository, type Person } from './run-people.repository.js';
import { RunProblemsRepository } from '../run-problems.repository.js';
import { RunRules, type Rules } from '../run-rules.js';
import { APPROVAL_UNREAD, SPARED, USER_FAILED } from '../run-words.js';

const PAGE = 1000;
const WORKERS = 100;
const SKIPPED = { not_linked: SPARED.unlinked, older: SPARED.newer } as const;

/**
 * Takes what was collected, a page of people at a time, and of that only what is still true: each is planned anew by what
 * was read last. After an approval, or when a run was interrupted for long, that is read again first.
 */
@Injectable()
export class RemovePhase implements Phase {
  private readonly logger = new Logger('Run');

  constructor(
    private readonly items: RunItemsRepository,
    private readonly people: RunPeopleRepository,
    private readonly problems: RunProblemsRepository,
    private readonly changes: RemovedChangesRepository,
    private readonly untouched: UntouchedItems,
    private readonly fresh: FreshObservations,
    private readonly roles: MappedRoles,
    private readonly rules: RunRules,
    private readonly sync: SyncService,
    private readonly takingBack: TakingBackService,
    private readonly lists: LmsCatalogue,
    private readonly pace: RunPace,
    private readonly clock: Clock,
  ) {}

  async carryOut(work: CarriedRun): Promise<PhaseEnd> {
    const { id, decidedAt } = work.run;
    if (decidedAt !== null) await this.readRoles(work);
    for (;;) {
      work.requireGoingOn();
      const userIds = await this.items.usersAfter(id, Number(work.run.cursor ?? 0), PAGE);
      const last = userIds.at(-1);
      if (last === undefined) return { state: 'completed' };
      await this.page(work, userIds, this.freshSince(decidedAt));
    }
  }

  /** Later than the second in which it was decided, and not long ago, however long the run takes or was interrupted. */
  private freshSince(decidedAt: number | null): number {
    return Math.max(decidedAt === null ? 0 : (decidedAt + 1) * 1000, this.clock.nowMs() - this.pace.freshMs);
  }

  private async page(work: CarriedRun, userIds: readonly number[], since: number): Promise<void> {
    const { id } = work.run;
    const [items, people, lists] = await Promise.all([
      this.items.openOf(id, userIds),
      this.people.ofMany(userIds, work.run.guildId),
      this.lists.lists(),
    ]);
    const observed = await this.fresh.of(work, [...people.values()], since);
    // After what was seen of people, whoever saw it: by then a role may have been deleted that a run had found before.
    await this.readRoles(work);
    // After the reading: had the licence been moved by then, that was of another Discord server.
    const rules = await this.rules.of(work.run);
    requireSomeKnown(work, observed);
    const settled: Settled[] = [];
    await withWorkers(WORKERS, userIds, async (userId) => {
      await work.requireRunning();
      await this.rules.requireStillCounting(work.run);
      const own = items.get(userId) ?? [];
      const person = people.get(userId) ?? null;
      const known = person && (observed.get(person.discordId) ?? observationOf(person.state));
      settled.push(await this.take(work, { userId, person, observation: known, items: own }, rules, lists));
    });
    // Whoever was spared because of that needs no error of their own.
    await this.rules.requireStillCounting(work.run);
    const { items: own, problems, unenrolled: taken } = together(settled);
    const done = await this.changes.of(id, userIds);
    const all = await this.untouched.explained(own.map((item) => withRecord(item, done)));
    const { removed, spared, errors, unenrolled } = work.run;
    await work.commit(
      {
        cursor: String(userIds.at(-1)),
        removed: removed + counted(all, 'done'),
        spared: spared + counted(all, 'spared'),
        errors: errors + problems.length,
        unenrolled: unenrolled + taken,
      },
      async (tx) => {
        await this.items.put(tx, id, all);
        await this.problems.add(tx, id, problems);
      },
    );
  }

  private async take(
    work: CarriedRun,
    of: { userId: number; person: Person | null; observation: Observation | null; items: readonly RunItem[] },
    rules: Rules,
    lists: LmsLists,
  ): Promise<Settled> {
    const { userId, items } = of;
    try {
      if (of.person === null) return await this.takeUnlinked(work, userId, items, rules, lists);
      if (of.observation === null || of.observation.kind === 'unknown') {
        const detail = UNKNOWN_PROBLEMS[of.observation?.reason ?? 'discord_unavailable'];
        return failed(userId, items, detail);
      }
      const outcome = await this.sync.syncUser({
        ...{ userId, discordId: of.person.discordId, observation: of.observation, guildId: rules.guildId },
        ...{ cause: work.run.cause, runId: work.run.id, roleless: rules.roleless },
        ...(rules.expireBefore === undefined ? {} : { expireBefore: rules.expireBefore }),
        only: { removals: new Set(items.map(grantId)), ofDeleted: new Set(ofDeleted(items, rules).map(grantId)) },
      });
      return settledBy(userId, items, outcome, lists, deletedSince(items, rules));
    } catch (error) {
      this.logger.error({ err: error, userId, runId: work.run.id }, `User ${userId} could not be synchronised`);
      return failed(userId, items, error instanceof LocksError ? error.message : USER_FAILED);
    }
  }

  /** Suspensions of people without a link that lasted too long. Whatever else was theirs went when they unlinked. */
  private async takeUnlinked(
    { run }: CarriedRun,
    userId: number,
    items: readonly RunItem[],
    { expireBefore }: Rules,
    lists: LmsLists,
  ): Promise<Settled> {
    const isExpired = items.some(({ because }) => because === 'grace_over');
    if (!isExpired || expireBefore === undefined) return sparedAll(items, SPARED.unlinked);
    const { id: runId, cause } = run;
    const outcome = await this.takingBack.revokeAll({ userId, discordId: null, cause, runId, expireBefore });
    return settledBy(userId, items, outcome, lists);
  }

  /** Without the list nobody could tell a role that was lost from one that was deleted: what was approved waits again. */
  private async readRoles(work: CarriedRun): Promise<void> {
    try {
      await this.roles.existing(work);
    } catch (error) {
      if (error instanceof RunEnded && work.run.decidedAt !== null) throw new RunEnded('held', APPROVAL_UNREAD);
      throw error;
    }
  }
}

/** Nobody of a page can be read: there is a reason that is not theirs. What waits for a decision waits on. */
function requireSomeKnown({ run }: CarriedRun, observed: ReadonlyMap<string, Observation>): void {
  const reasons = new Set<UnknownReason>();
  for (const observation of observed.values()) {
    if (observation.kind !== 'unknown') return;
    reasons.add(observation.reason);
  }
  const [reason] = reasons;
  if (reason === undefined || observed.size === 1) return;
  if (run.decidedAt !== null) throw new RunEnded('held', APPROVAL_UNREAD);
  throw new RunEnded('incomplete', UNKNOWN_PROBLEMS[reason]);
}

/** What was collected for another reason was shown to nobody as a deleted Discord role's, and is not taken as such. */
function ofDeleted(items: readonly RunItem[], { asksAboutDeleted }: Rules): readonly RunItem[] {
  return asksAboutDeleted ? items.filter(({ because }) => because === 'discord_role_deleted') : items;
}

/** Items whose mapping lost its Discord role after they were collected. */
function deletedSince(items: readonly RunItem[], { mappings }: Rules): ReadonlySet<RunItem> {
  const broken = new Set(mappings.filter(isRoleless).map(({ id }) => id));
  return new Set(
    items.filter(
      ({ because, mappingId }) => because !== 'discord_role_deleted' && mappingId !== null && broken.has(mappingId),
    ),
  );
}

function settledBy(
  userId: number,
  items: readonly RunItem[],
  outcome: SyncOutcome,
  lists: LmsLists,
  deleted: ReadonlySet<RunItem> = new Set(),
): Settled {
  const { failures, skipped, own, result } = outcome;
  if (skipped === 'refused') return failed(userId, items, own.problems.join(' '));
  const sentences = failureDetails(failures, lists);
  const why = (item: RunItem): string => {
    if (skipped !== null) return SKIPPED[skipped];
    return deleted.has(item) ? SPARED.roleDeleted : SPARED.stillTrue;
  };
  return {
    items: items.map((item): RunItem => {
      const detail = sentences.get(grantId(item));
      return detail === undefined
        ? { ...item, state: 'spared', detail: why(item) }
        : { ...item, state: 'failed', detail };
    }),
    problems: own.problems.map((message) => ({ userId, message })),
    enrolled: result.enrolled,
    unenrolled: result.unenrolled,
  };
}

/** What stands on record as done by this run is done, also when it was done before the run was interrupted. */
function withRecord(item: RunItem, done: ReadonlySet<string>): RunItem {
  return done.has(`${item.userId} ${grantId(item)}`) ? { ...item, state: 'done', detail: null } : item;
}
