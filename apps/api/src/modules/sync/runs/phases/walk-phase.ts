import { Injectable, Logger } from '@nestjs/common';
import type { SnapshotDto } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { withWorkers } from '../../../../platform/batching/workers.js';
import { LinksRepository } from '../../../linking/links.repository.js';
import { SyncJobs } from '../../jobs/sync-jobs.js';
import { StatesRepository } from '../../ledger/states.repository.js';
import { SyncService } from '../../user/sync.service.js';
import { UNKNOWN_PROBLEMS } from '../../user/sync-words.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { CollectedWalk } from './collected-walk.js';
import { DeletedPeople } from './deleted-people.js';
import { planPage, toItem, type Gaining, type PagePlan } from './page-plan.js';
import { PatientLms } from '../waiting/patient-lms.js';
import type { Phase, PhaseEnd } from './phase.js';
import { RunItemsRepository } from '../run-items.repository.js';
import { RunPeopleRepository, type Person } from './run-people.repository.js';
import { RunProblemsRepository, type RunProblem } from '../run-problems.repository.js';
import { RunRules, type Rules } from '../run-rules.js';
import { USER_FAILED } from '../run-words.js';
import { Snapshots, type PageObservations, type TimedSnapshot } from '../waiting/snapshots.js';
import { ignore } from '../ignore.js';

const PAGE = 1000;
/** Read one by one, five a second at best: a page is committed every twenty seconds. */
const PAGE_OF_SINGLE_READS = 100;
/** Users at a time. They go through their steps together, so more of them cost fewer statements each. */
const WORKERS = 100;
const MOST_READ_AGAIN = 100;
/** So few of a page do not tell whether anybody can be read. */
const FEW = 10;

/**
 * The billing server has all pages of the snapshot of a guild up to this size at hand; of a larger one each lookup would
 * read very many.
 */
const MEMBERS_AT_HAND = 300_000;

/** A page of people with what is stored and what was read about them. */
interface ReadPage {
  readonly people: readonly Person[];
  /** Users whom the LMS shows. */
  readonly existing: ReadonlySet<number>;
  /** Null when the snapshot is there no more. */
  readonly observed: PageObservations | null;
  readonly cursor: string;
}

interface Given {
  readonly enrolled: number;
  readonly unenrolled: number;
  readonly errors: number;
  readonly problems: readonly RunProblem[];
}

/**
 * Walks the linked users in the order of their user ids, so that the database goes through its tables from the beginning to
 * the end (docs/performance.md), or, in a very large guild, of their Discord ids: one statement for what is stored about a
 * page, one lookup, and one transaction. What is to be given is given as the walk goes; what is to be taken is only collected.
 */
@Injectable()
export class WalkPhase implements Phase {
  private readonly logger = new Logger('Run');

  constructor(
    private readonly people: RunPeopleRepository,
    private readonly items: RunItemsRepository,
    private readonly problems: RunProblemsRepository,
    private readonly snapshots: Snapshots,
    private readonly rules: RunRules,
    private readonly lms: PatientLms,
    private readonly states: StatesRepository,
    private readonly links: LinksRepository,
    private readonly sync: SyncService,
    private readonly deleted: DeletedPeople,
    private readonly collected: CollectedWalk,
    private readonly jobs: SyncJobs,
    private readonly clock: Clock,
  ) {}

  async carryOut(work: CarriedRun): Promise<PhaseEnd> {
    const { snapshotId } = work.run;
    if (snapshotId === null) throw new Error('A run in this phase has a snapshot.');
    const snapshot = await this.snapshots.find(work, snapshotId);
    if (snapshot === null) return this.beginAgain(work);
    let next = this.read(work, work.run.cursor ?? '', snapshot);
    try {
      for (;;) {
        const page = await next;
        if (page === null) {
          await this.deleted.settle(work);
          return await this.collected.end(work);
        }
        if (page.observed === null) return await this.beginAgain(work);
        // While this page is planned and written the next one is read. What goes wrong with it is told when its turn comes.
        next = this.read(work, page.cursor, snapshot);
        next.catch(ignore);
        await this.page(work, page, page.observed, snapshot);
      }
    } finally {
      // The database may be closed after this.
      await next.catch(ignore);
    }
  }

  /** Null at the end of the walk. */
  private async read(work: CarriedRun, after: string, { snapshot }: TimedSnapshot): Promise<ReadPage | null> {
    work.requireGoingOn();
    const { people, cursor } = await this.pageAfter(after, snapshot);
    if (people.length === 0) return null;
    const existing = await this.lms.existing(
      work,
      people.map(({ userId }) => userId),
    );
    const discordIds = people.flatMap(({ userId, discordId }) => (existing.has(userId) ? [discordId] : []));
    const observed = await this.snapshots.lookUp(work, snapshot.id, discordIds);
    return { people, existing, observed, cursor };
  }

  /** A snapshot says how large its guild is from the beginning, so that a run that goes on keeps its order. */
  private async pageAfter(
    after: string,
    { kind, membersTotal, guildId }: SnapshotDto,
  ): Promise<{ readonly people: readonly Person[]; readonly cursor: string }> {
    const limit = kind === 'walk' ? PAGE : PAGE_OF_SINGLE_READS;
    const isLarge = kind === 'walk' && (membersTotal === null || membersTotal > MEMBERS_AT_HAND);
    const people = isLarge
      ? await this.people.pageAfterMember(after, limit, guildId)
      : await this.people.pageAfterUser(Number(after), limit, guildId);
    const last = people.at(-1);
    return { people, cursor: isLarge ? (last?.discordId ?? '') : String(last?.userId ?? '') };
  }

  private async page(
    work: CarriedRun,
    { people: page, existing, cursor }: ReadPage,
    observed: PageObservations,
    snapshot: TimedSnapshot,
  ): Promise<void> {
    work.requireGoingOn();
    const people = page.filter(({ userId }) => existing.has(userId));
    const missing = page.filter(({ userId }) => !existing.has(userId));
    const rules = await this.rules.of(work.run);
    const plan = planPage(people, observed, snapshot, rules, work.run.reason === null);
    if (plan.nothingKnown !== null && saysMuch(people.length, work.run.users))
      throw new RunEnded('incomplete', UNKNOWN_PROBLEMS[plan.nothingKnown]);
    for (const [{ id }, holders] of plan.blocked) work.blocked.set(id, (work.blocked.get(id) ?? 0) + holders);
    const given = work.run.dry ? NOTHING_GIVEN : await this.give(work, plan.gaining, rules);
    const { run } = work;
    const change = {
      cursor,
      users: run.users + people.length,
      missing: run.missing + missing.length,
      enrolled: run.enrolled + given.enrolled,
      errors: run.errors + plan.problems.length + given.errors,
      removals: run.removals + plan.removals.length,
    };
    const problems = [...plan.problems, ...given.problems];
    if (!run.dry) this.again(work, plan.problems);
    await work.commit(change, async (tx) => {
      await (run.dry ? this.planWithin(tx, run.id, plan) : this.writeWithin(tx, run.id, plan));
      await this.problems.add(tx, run.id, problems);
    });
    for (const { userId, discordId } of missing) work.missing.set(userId, { userId, discordId });
  }

  private async writeWithin(tx: EntityManager, runId: number, plan: PagePlan): Promise<void> {
    const { seen, seenAgain, inLine, removals } = plan;
    await this.items.put(tx, runId, removals);
    // In one order everywhere, so that two processes do not lock each other's rows crosswise.
    const inOrder = [...seen].sort((a, b) => a.userId - b.userId);
    await this.states.put(inOrder, tx);
    await seenAgain.write(this.states, tx);
    const userIds = [...inLine].sort((a, b) => a - b);
    if (userIds.length > 0) await this.links.touchSynced(userIds, this.clock.nowSeconds(), tx);
  }

  private async planWithin(tx: EntityManager, runId: number, { gaining, removals }: PagePlan): Promise<void> {
    const grants = gaining.flatMap(({ person, steps }) =>
      steps.filter(({ action }) => action === 'grant').map((step) => toItem(person.userId, step, 'planned')),
    );
    const taken = removals.map((item) => ({ ...item, state: 'planned' as const }));
    await this.items.put(tx, runId, [...grants, ...taken]);
  }

  private async give(work: CarriedRun, gaining: readonly Gaining[], rules: Rules): Promise<Given> {
    const { id, cause } = work.run;
    const { roleless, guildId } = rules;
    const problems: RunProblem[] = [];
    let [enrolled, unenrolled, errors] = [0, 0, 0];
    await withWorkers(WORKERS, gaining, async ({ person: { userId, discordId }, observation }) => {
      await work.requireRunning();
      await this.rules.requireStillCounting(work.run);
      try {
        const seen = { userId, discordId, observation, guildId };
        const request = { ...seen, cause, runId: id, roleless, only: 'grants' } as const;
        const { result, own } = await this.sync.syncUser(request);
        enrolled += result.enrolled;
        unenrolled += result.unenrolled;
        errors += own.errors;
        problems.push(...own.problems.map((message) => ({ userId, message })));
      } catch (error) {
        this.logger.error({ err: error, userId, runId: id }, `User ${userId} could not be synchronised`);
        errors++;
        problems.push({ userId, message: USER_FAILED });
      }
    });
    await this.rules.requireStillCounting(work.run);
    return { enrolled, unenrolled, errors, problems };
  }

  /** Of whom nothing is known now is read once more soon. Many at once have a reason that will not pass so quickly. */
  private again({ run: { id, cause } }: CarriedRun, unknown: readonly RunProblem[]): void {
    if (unknown.length > MOST_READ_AGAIN) return;
    for (const { userId } of unknown) {
      if (userId !== null) this.jobs.again({ userId, cause, runId: id, only: 'grants' });
    }
  }

  /** What was read is lost, as when the billing server began anew on an empty disk: the walk begins anew with it. */
  private async beginAgain(work: CarriedRun): Promise<PhaseEnd> {
    work.loseSnapshot();
    work.missing.clear();
    const { id } = work.run;
    const anew = {
      phase: 'snapshot',
      cursor: null,
      snapshotId: null,
      reason: null,
      users: 0,
      missing: 0,
      errors: 0,
      removals: 0,
    } as const;
    await work.commit(anew, async (tx) => {
      await this.items.clear(tx, id);
      await this.problems.clear(tx, id);
    });
    return { next: 'snapshot' };
  }
}

/** One or two unreadable people, left for the last page, say nothing about everybody before them. */
function saysMuch(unread: number, before: number): boolean {
  return unread > FEW || (before === 0 && unread > 1);
}

const NOTHING_GIVEN: Given = { enrolled: 0, unenrolled: 0, errors: 0, problems: [] };
