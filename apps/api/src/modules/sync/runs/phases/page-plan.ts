import {
  planFor,
  type Grant,
  type KnownObservation,
  type Mapping,
  type Step,
  type UnknownReason,
} from '@pulsetech/domain';
import { isOlder, isSame, type Seen } from '../../ledger/states.repository.js';
import { UNKNOWN_PROBLEMS } from '../../user/sync-words.js';
import { SeenAgain } from './seen-again.js';
import type { RunItem } from '../run-items.repository.js';
import type { Person } from './run-people.repository.js';
import type { RunProblem } from '../run-problems.repository.js';
import type { Rules } from '../run-rules.js';
import type { PageObservations, TimedSnapshot } from '../waiting/snapshots.js';

export interface Gaining {
  readonly person: Person;
  readonly observation: KnownObservation;
  readonly steps: readonly Step[];
}

/** What a page of people comes to. */
export interface PagePlan {
  readonly gaining: readonly Gaining[];
  readonly removals: readonly RunItem[];
  /** What was read of people and is neither older nor the same as what is stored. */
  readonly seen: readonly Seen[];
  /** Of whom the same was read again: mostly everybody. */
  readonly seenAgain: SeenAgain;
  /** Of those, whoever is in line with it once the gaining is done. */
  readonly inLine: readonly number[];
  readonly problems: readonly RunProblem[];
  /** Broken mappings with how many people hold their Discord role. */
  readonly blocked: ReadonlyMap<Mapping, number>;
  /** The reason, where nothing could be read about anybody of the page. */
  readonly nothingKnown: UnknownReason | null;
}

/** What one person comes to. */
type PersonPlan =
  /** Something newer was applied already. */
  | { readonly kind: 'older' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason }
  /** The walk did not meet them, which says nothing about them yet but what they would lose. */
  | { readonly kind: 'not_met'; readonly lost: readonly Step[] }
  | {
      readonly kind: 'seen';
      readonly observation: KnownObservation;
      /** What is given, and what is settled with it. */
      readonly gained: readonly Step[];
      readonly lost: readonly Step[];
      readonly blocked: readonly Mapping[];
    };

const OLDER: PersonPlan = { kind: 'older' };

/** Plans a page in memory. `collect`: whether what is lost may be collected. */
export function planPage(
  people: readonly Person[],
  observations: PageObservations,
  { since }: TimedSnapshot,
  rules: Rules,
  collect: boolean,
): PagePlan {
  const gaining: Gaining[] = [];
  const removals: RunItem[] = [];
  const seen: Seen[] = [];
  const seenAgain = new SeenAgain();
  const inLine: number[] = [];
  const problems: RunProblem[] = [];
  const blocked = new Map<Mapping, number>();
  let unknown: UnknownReason | null = null;
  for (const person of people) {
    const { userId, discordId, state } = person;
    const plan = planPerson(person, observations, since, rules);
    if (plan.kind === 'older') continue;
    if (plan.kind === 'unknown') {
      unknown = plan.reason;
      problems.push({ userId, message: UNKNOWN_PROBLEMS[plan.reason] });
      continue;
    }
    const { lost } = plan;
    if (collect && lost.length > 0) removals.push(...removalsOf(userId, lost));
    if (plan.kind === 'not_met') continue;
    const { observation, gained } = plan;
    for (const mapping of plan.blocked) blocked.set(mapping, (blocked.get(mapping) ?? 0) + 1);
    const read = { userId, guildId: rules.guildId, discordId, observation };
    if (state !== null && isSame(observation, discordId, state)) seenAgain.add(read, state.observedAt);
    else seen.push(read);
    if (gained.length > 0) gaining.push({ person, observation, steps: gained });
    if (lost.length === 0) inLine.push(userId);
  }
  const nothingKnown = problems.length === people.length ? unknown : null;
  return { gaining, removals, seen, seenAgain, inLine, problems, blocked, nothingKnown };
}

function planPerson(
  { discordId, state, grants }: Person,
  { seen, notMet }: PageObservations,
  since: number,
  rules: Rules,
): PersonPlan {
  const observation = seen.get(discordId) ?? null;
  if (observation === null) {
    if (!notMet.has(discordId)) throw new Error('The billing server left out a member that was asked for.');
    // Not met is not absent: nothing is noted, and what would be lost is confirmed by a single reading first.
    const absent = { kind: 'absent', at: since } as const;
    return isOlder(absent, discordId, state) ? OLDER : { kind: 'not_met', lost: lossesOf(grants, absent, rules) };
  }
  if (observation.kind === 'unknown') return { kind: 'unknown', reason: observation.reason };
  if (isOlder(observation, discordId, state)) return OLDER;
  const { steps, blocked } = planFor(rules.mappings, observation, grants, rules);
  const gained = steps.filter(({ action }) => action !== 'revoke');
  const lost = steps.filter(({ action }) => action === 'revoke');
  return { kind: 'seen', observation, gained, lost, blocked };
}

/** What somebody would lose by this observation. */
export function lossesOf(grants: readonly Grant[], observation: KnownObservation, rules: Rules): Step[] {
  return planFor(rules.mappings, observation, grants, rules).steps.filter(({ action }) => action === 'revoke');
}

export function removalsOf(userId: number, steps: readonly Step[]): RunItem[] {
  return steps.map((step) => toItem(userId, step, 'waiting'));
}

export function toItem(userId: number, { action, key, mappingId, because }: Step, state: RunItem['state']): RunItem {
  const { kind, targetId, roleId } = key;
  return {
    ...{ userId, kind, targetId, roleId, mappingId, because, state, detail: null },
    action: action === 'revoke' ? 'revoke' : 'grant',
  };
}
