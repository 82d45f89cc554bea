import type { Grant, Step } from '@pulsetech/domain';
import { becauseClause } from '../history/change-sentence.js';
import { voiceOf } from './voice.js';
import {
  countsAsMember,
  holdsDiscordRole,
  lastChangeOf,
  lastGood,
  takenByRunsOnly,
  type WhyFacts,
} from './why-facts.js';
import type { WaitingRemoval } from './why.repository.js';
import { cap, joined, listed } from './words.js';

export function waitingSentence(
  { runId, because, mappingId }: WaitingRemoval,
  course: string,
  facts: WhyFacts,
): string {
  const mapping = facts.mappings.find(({ id }) => id === mappingId);
  const why = becauseClause(because, mapping ? facts.discordRoleName(mapping.discordRoleId) : null);
  return facts.self
    ? `A run wants to take ${course} from you, ${why}, and waits for the site team to decide; until then you keep it.`
    : `Run ${runId} wants to take ${course} from ${facts.person}, ${why}, and waits for an admin to approve or reject it; until then it stays.`;
}

export function givenSentence(grants: readonly Grant[], loss: Step | null, course: string, facts: WhyFacts): string {
  const { who, have } = voiceOf(facts);
  const has = `${cap(who)} ${have} ${course} as ${rolesOf(grants, facts)}`;
  if (!facts.linked) return `${has}, ${lossOf(facts)} by itself within minutes, ${becauseClause('unlinked', null)}.`;
  if (loss) return `${has}, ${fateOf(loss, facts)}.`;
  const roles = givingRoles(grants, facts);
  const because =
    roles.length === 0 ? ' because Discord gave it' : ` because of the Discord role ${listed(roles, 'and')}`;
  if (facts.state?.observation !== 'unknown') return `${has}${because}.`;
  return `${has}${because}; Discord could not be read at the last try${lastGood(facts)}, and nobody loses access because of that.`;
}

export function adoptedSentence(grants: readonly Grant[], course: string, facts: WhyFacts): string {
  const { who, have } = voiceOf(facts);
  return `${cap(who)} ${have} ${course} as ${rolesOf(grants, facts)} by hand: it was there before the Discord role came, so it stays when that goes.`;
}

/** Somebody took away in the LMS what was there before the Discord role came. */
export function adoptedGoneSentence(course: string, facts: WhyFacts): string {
  const { who, had } = voiceOf(facts);
  return `${cap(who)} ${had} ${course} by hand when the Discord role came, and somebody took it away in the LMS since; Discord gives it only when the Discord role was lost and comes back.`;
}

export function byHandSentence(
  { suspended }: { readonly suspended: boolean },
  course: string,
  facts: WhyFacts,
): string {
  const { who, have, are } = voiceOf(facts);
  return suspended
    ? `${cap(who)} ${are} enrolled in ${course} by hand, and that enrolment is suspended in the LMS; Discord has nothing to do with it.`
    : `${cap(who)} ${have} ${course} by hand; Discord has nothing to do with it.`;
}

/** What becomes of something that is to be lost, and when. */
function fateOf(step: Step, facts: WhyFacts): string {
  const { keep, decider } = voiceOf(facts);
  const role = step.discordRoleId === null ? null : facts.discordRoleName(step.discordRoleId);
  const why = becauseClause(step.because, role);
  if (step.because === 'discord_role_deleted' && facts.settings.brokenMappings === 'hold') {
    return `and ${keep} that until ${decider} decided about a run, ${why}`;
  }
  const when = !facts.licence.usable
    ? 'when the licence of the site is valid again'
    : takenByRunsOnly(step.because)
      ? 'with the next run'
      : 'with the next synchronisation';
  return `${lossOf(facts)} ${when}, ${why}`;
}

const lossOf = ({ settings }: WhyFacts): string =>
  settings.lossPolicy === 'suspend' ? 'which is suspended' : 'which ends';

/** The Discord roles that the person has and that give one of these. */
function givingRoles(grants: readonly Grant[], facts: WhyFacts): string[] {
  const given = new Set(grants.map(({ roleId }) => roleId));
  const giving = facts.mappings.filter(
    ({ roleId, discordRoleId }) => given.has(roleId) && countsAsMember(facts) && holdsDiscordRole(facts, discordRoleId),
  );
  const names = giving.map(({ discordRoleId }) => facts.discordRoleName(discordRoleId));
  const known =
    names.length > 0 ? names : grants.flatMap(({ roleId }) => lastChangeOf(facts, roleId)?.discordRole ?? []);
  return [...new Set(known)];
}

function rolesOf(grants: readonly Grant[], { roleName }: WhyFacts): string {
  return joined([...new Set(grants.map(({ roleId }) => roleName(roleId)))], 'and');
}
