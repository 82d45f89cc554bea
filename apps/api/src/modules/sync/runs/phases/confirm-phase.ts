import { Injectable } from '@nestjs/common';
import { BillingClient, inOurTime } from '@pulsetech/billing-client';
import { grantId, type KnownObservation, type Observation } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { isOlder, StatesRepository, type Seen } from '../../ledger/states.repository.js';
import { UNKNOWN_PROBLEMS } from '../../user/sync-words.js';
import type { CarriedRun } from '../carried-run.js';
import { lossesOf, toItem } from './page-plan.js';
import { PatientBilling } from '../waiting/patient-billing.js';
import type { Phase, PhaseEnd } from './phase.js';
import { RemovalReview } from './removal-review.js';
import { RunItemsRepository, type RunItem } from '../run-items.repository.js';
import { RunPeopleRepository, type Person } from './run-people.repository.js';
import { RunProblemsRepository, type RunProblem } from '../run-problems.repository.js';
import { RunRules, type Rules } from '../run-rules.js';
import { ofServer } from '../waiting/snapshots.js';
import { NOT_READ_SINGLY, SPARED } from '../run-words.js';

/** So few are read one by one by the billing server, whatever the size of the guild. */
const AT_ONCE = 10;
/** More than so many are not asked for one by one before it is judged whether the run is held anyway. */
const MANY = 1000;
const MANY_FOR_A_DRY_RUN = 100;

interface Confirmed {
  readonly items: readonly RunItem[];
  readonly seen: readonly Seen[];
  readonly problems: readonly RunProblem[];
}

/**
 * Whoever the walk did not meet is read singly before anything of theirs is taken: only Discord's own word about that very
 * user makes somebody absent. Then the removal stop is judged.
 */
@Injectable()
export class ConfirmPhase implements Phase {
  constructor(
    private readonly items: RunItemsRepository,
    private readonly people: RunPeopleRepository,
    private readonly problems: RunProblemsRepository,
    private readonly states: StatesRepository,
    private readonly rules: RunRules,
    private readonly billing: BillingClient,
    private readonly patient: PatientBilling,
    private readonly review: RemovalReview,
    private readonly clock: Clock,
  ) {}

  async carryOut(work: CarriedRun): Promise<PhaseEnd> {
    const { id, dry, cursor } = work.run;
    const many = cursor === null ? await this.items.people(id, 'left_server') : 0;
    if (many > MANY) {
      const stopped = await this.review.judge(work);
      if (stopped !== null) return stopped;
    }
    const unread = dry && many > MANY_FOR_A_DRY_RUN;
    if (!unread) await this.confirmAll(work);
    const stopped = await this.review.judge(work);
    if (!dry) return stopped ?? { next: 'remove' };
    const reasons = [stopped && 'reason' in stopped ? stopped.reason : null, unread ? NOT_READ_SINGLY : null];
    const reason = reasons.filter((one) => one != null).join(' ');
    return reason === '' ? { state: 'completed' } : { state: 'completed', reason };
  }

  private async confirmAll(work: CarriedRun): Promise<void> {
    const { id } = work.run;
    for (;;) {
      work.requireGoingOn();
      const userIds = await this.items.usersAfter(id, Number(work.run.cursor ?? 0), AT_ONCE, 'left_server');
      const last = userIds.at(-1);
      if (last === undefined) return;
      const [items, people] = await Promise.all([
        this.items.openOf(id, userIds),
        this.people.ofMany(userIds, work.run.guildId),
      ]);
      const { items: settled, seen, problems } = await this.confirm(work, items, people);
      const { errors, spared: before } = work.run;
      const more = settled.filter(({ state }) => state === 'spared').length;
      const change = { cursor: String(last), errors: errors + problems.length, spared: before + more };
      await work.commit(change, async (tx) => {
        await this.items.put(tx, id, settled);
        if (!work.run.dry) await this.states.put(seen, tx);
        await this.problems.add(tx, id, problems);
      });
    }
  }

  private async confirm(
    work: CarriedRun,
    items: ReadonlyMap<number, RunItem[]>,
    people: ReadonlyMap<number, Person>,
  ): Promise<Confirmed> {
    const rules = await this.rules.of(work.run);
    const observed = await this.read(
      work,
      [...people.values()].filter((person) => !this.isConfirmed(work, person)),
    );
    const settled: RunItem[] = [];
    const seen: Seen[] = [];
    const problems: RunProblem[] = [];
    for (const [userId, own] of items) {
      const person = people.get(userId);
      if (!person) {
        settled.push(...spared(own, SPARED.unlinked));
        continue;
      }
      const observation = observed.get(person.discordId);
      if (!observation) continue;
      if (observation.kind === 'unknown') {
        const detail = UNKNOWN_PROBLEMS[observation.reason];
        problems.push({ userId, message: detail });
        settled.push(...own.map((item) => ({ ...item, state: 'failed' as const, detail })));
        continue;
      }
      if (isOlder(observation, person.discordId, person.state)) {
        settled.push(...spared(own, SPARED.newer));
        continue;
      }
      seen.push({ userId, guildId: rules.guildId, discordId: person.discordId, observation });
      if (observation.kind !== 'absent') settled.push(...plannedAnew(person, own, observation, rules));
    }
    return { items: settled, seen, problems };
  }

  /** Read singly already, as where few are linked of a large guild, or by whoever carried the run before. */
  private isConfirmed({ run }: CarriedRun, { discordId, state }: Person): boolean {
    return state?.observation === 'absent' && state.discordId === discordId && state.observedAt >= run.startedAt * 1000;
  }

  private async read(work: CarriedRun, people: readonly Person[]): Promise<Map<string, Observation>> {
    if (people.length === 0) return new Map();
    const ids = people.map(({ discordId }) => discordId);
    return this.patient.ask(work, async ({ key, guildId }) => {
      const askedAt = this.clock.nowMs();
      const { members, receivedAt } = ofServer(await this.billing.lookupMembers(key, ids), guildId);
      const now = this.clock.nowMs();
      return new Map(
        members.map(({ id, observation }) => [
          id,
          { ...observation, at: inOurTime(observation.at, { receivedAt, askedAt }, now) },
        ]),
      );
    });
  }
}

function spared(items: readonly RunItem[], detail: string): RunItem[] {
  return items.map((item) => ({ ...item, state: 'spared', detail }));
}

/** Somebody is in the server after all: what they lose nevertheless stays collected, with its own reason. */
function plannedAnew(
  { userId, grants }: Person,
  own: readonly RunItem[],
  observation: KnownObservation,
  rules: Rules,
): RunItem[] {
  const state = own[0]?.state ?? 'waiting';
  const lost = lossesOf(grants, observation, rules).map((step) => toItem(userId, step, state));
  const still = new Set(lost.map(grantId));
  return [
    ...spared(
      own.filter((item) => !still.has(grantId(item))),
      SPARED.metAgain,
    ),
    ...lost,
  ];
}
