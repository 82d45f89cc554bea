import type { Grant, Mapping, Step } from '@pulsetech/domain';
import type { Suspension } from './suspended-sentence.js';
import { countsAsMember, graceEnds, healthyOf, holdsDiscordRole, type WhyFacts } from './why-facts.js';
import type { WaitingRemoval } from './why.repository.js';

/** How it stands with one person and one course: the first of these that is true. */
export type Standing =
  | { readonly kind: 'waiting'; readonly removal: WaitingRemoval }
  | { readonly kind: 'changing' }
  | { readonly kind: 'removed_in_lms' }
  | { readonly kind: 'role_removed_in_lms' }
  | { readonly kind: 'suspended_in_lms' }
  | { readonly kind: 'given'; readonly grants: readonly Grant[]; readonly loss: Step | null }
  | { readonly kind: 'adopted'; readonly grants: readonly Grant[] }
  /** It was there by hand when the Discord role came, and is no longer. */
  | { readonly kind: 'adopted_gone' }
  | ({ readonly kind: 'suspended' } & Suspension)
  | { readonly kind: 'by_hand'; readonly suspended: boolean }
  | MissingStanding;

/** Where somebody does not have it. */
export type MissingStanding =
  | { readonly kind: 'course_gone' }
  | { readonly kind: 'unmapped' }
  | { readonly kind: 'not_linked' }
  | { readonly kind: 'due'; readonly step: Step }
  | { readonly kind: 'broken'; readonly mapping: Mapping }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'never_checked' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not_full_member'; readonly as: 'pending' | 'guest' }
  | { readonly kind: 'role_missing'; readonly mappings: readonly Mapping[] };

export function standingOf(facts: WhyFacts): Standing {
  const [removal] = facts.waiting;
  if (removal) return { kind: 'waiting', removal };
  if (facts.course === null) return { kind: 'course_gone' };
  return standingInLedger(facts) ?? standingByHand(facts) ?? standingWithout(facts);
}

/** Where this system has something to do with what the person has. */
function standingInLedger(facts: WhyFacts): Standing | null {
  const roles = facts.grants.filter(({ kind }) => kind === 'role');
  const active = roles.filter(({ state }) => state === 'active');
  const suspended = roles.find(({ state }) => state === 'suspended');
  if (active.length > 0) return standingOfActive(active, facts);
  if (suspended) {
    return { kind: 'suspended', grant: suspended, until: graceEnds(suspended.since, facts) };
  }
  return roles.length > 0 ? { kind: 'changing' } : null;
}

function standingOfActive(active: readonly Grant[], facts: WhyFacts): Standing {
  const given = active.filter(({ origin }) => origin === 'granted');
  const { enrolment, roles } = facts.lms;
  if (given.length === 0) return standingOfAdopted(active, facts);
  // While a suspension is begun or ended, the roles may still stand, or stand again.
  if (facts.grants.some(({ kind, state }) => kind === 'enrolment' && state !== 'active')) return { kind: 'changing' };
  if (enrolment === 'none') return { kind: 'removed_in_lms' };
  if (enrolment === 'suspended') return { kind: 'suspended_in_lms' };
  if (enrolment === 'active' && !given.some(({ roleId }) => roles.has(roleId))) return { kind: 'role_removed_in_lms' };
  const losses = given.map(({ roleId }) =>
    facts.steps.find(({ action, key }) => action === 'revoke' && key.kind === 'role' && key.roleId === roleId),
  );
  return { kind: 'given', grants: given, loss: losses.every(Boolean) ? (losses[0] ?? null) : null };
}

function standingOfAdopted(adopted: readonly Grant[], { lms: { enrolment, roles } }: WhyFacts): Standing {
  if (enrolment === 'none') return { kind: 'adopted_gone' };
  if (enrolment === 'suspended') return { kind: 'by_hand', suspended: true };
  const held = enrolment === 'unknown' ? adopted : adopted.filter(({ roleId }) => roles.has(roleId));
  return held.length === 0 ? { kind: 'by_hand', suspended: false } : { kind: 'adopted', grants: held };
}

function standingByHand({ lms }: WhyFacts): Standing | null {
  if (lms.enrolment === 'active' || lms.roles.size > 0) return { kind: 'by_hand', suspended: false };
  return lms.enrolment === 'suspended' ? { kind: 'by_hand', suspended: true } : null;
}

function standingWithout(facts: WhyFacts): MissingStanding {
  const { mappings, state, steps } = facts;
  if (mappings.length === 0) return { kind: 'unmapped' };
  const broken = mappings.filter((mapping) => mapping.broken.length > 0);
  const [mapping] = broken;
  if (mapping && broken.length === mappings.length) return { kind: 'broken', mapping };
  if (!facts.linked) return { kind: 'not_linked' };
  if (state === null || (state.observedAt === 0 && state.observation !== 'unknown')) return { kind: 'never_checked' };
  if (state.observation === 'unknown') return { kind: 'unknown' };
  const step = steps.find(({ action, key }) => action === 'grant' && key.kind === 'role');
  if (step) return { kind: 'due', step };
  if (state.observation === 'absent') return { kind: 'absent' };
  if (state.observation !== 'member') return { kind: 'not_full_member', as: state.observation };
  const held = broken.find(({ discordRoleId }) => countsAsMember(facts) && holdsDiscordRole(facts, discordRoleId));
  if (held) return { kind: 'broken', mapping: held };
  return { kind: 'role_missing', mappings: healthyOf(facts) };
}
