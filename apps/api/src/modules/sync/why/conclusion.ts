import { mappingProblem, MAPPING_PROBLEMS_FOR_LEARNERS } from '../../mappings/mapping-problems.js';
import type { Grant, Mapping, Step } from '@pulsetech/domain';
import { becauseClause } from '../history/change-sentence.js';
import { standingOf, type Standing } from './standing.js';
import { countsAsMember, holdsDiscordRole, lastChangeOf, takenByRunsOnly, type WhyFacts } from './why-facts.js';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** What people learn of a course that is none of their business. */
export const NOTHING_GIVES_IT = 'No Discord role gives this course.';

/** A day in words, by the clock of Greenwich; `at` is Unix seconds. */
export const dayOf = (at: number): string => DAY.format(at * 1000);

/** The answer in one sentence. */
export function conclusionOf(facts: WhyFacts): string {
  const sentence = sentenceOf(standingOf(facts), facts);
  if (facts.lms.enrolment !== 'unknown') return sentence;
  return sentence.replace(
    /\.$/,
    '; the LMS does not answer at the moment, so what was done there by hand is not known.',
  );
}

function sentenceOf(standing: Standing, facts: WhyFacts): string {
  const course = `“${facts.course ?? `course ${facts.courseId}`}”`;
  const { who, have, are, are_not: areNot, do_not: doNot } = voiceOf(facts);
  switch (standing.kind) {
    case 'waiting':
      return waitingSentence(standing.removal, course, facts);
    case 'course_gone':
      return facts.self
        ? 'This course no longer exists, so nobody can have it; the site team can see that.'
        : 'This course no longer exists in the LMS, so nobody can have it; mappings to it are broken until they are deleted.';
    case 'changing':
      return `What ${who} ${have} in ${course} is being changed; if that was interrupted, it is completed by itself within minutes.`;
    case 'removed_in_lms':
      return `${cap(who)} ${have} no access to ${course} although Discord gave it: somebody took it away in the LMS, and Discord gives it anew only when the role was lost and comes back.`;
    case 'role_removed_in_lms':
      return `${cap(who)} ${are} enrolled in ${course}, but somebody took the role away in the LMS that Discord gave there; Discord gives it anew only when its Discord role was lost and comes back.`;
    case 'suspended_in_lms':
      return `Discord gave ${course}, but somebody suspended the enrolment in the LMS, and only the LMS can end that.`;
    case 'given':
      return givenSentence(standing.grants, standing.leaving, course, facts);
    case 'adopted':
      return `${cap(who)} ${have} ${course} as ${rolesOf(standing.grants, facts)} by hand: it was there before the Discord role came, so it stays when that goes.`;
    case 'suspended':
      return suspendedSentence(standing, course, facts);
    case 'by_hand':
      return standing.suspended
        ? `${cap(who)} ${are} enrolled in ${course} by hand, and that enrolment is suspended in the LMS; Discord has nothing to do with it.`
        : `${cap(who)} ${have} ${course} by hand; Discord has nothing to do with it.`;
    case 'unmapped':
      return facts.self ? NOTHING_GIVES_IT : `No Discord role gives ${course}: it is in no role mapping.`;
    case 'not_linked':
      return `${cap(who)} ${doNot} have ${course} because no Discord account is linked; ${missing(facts.mappings, facts)} would give it.`;
    case 'due':
      return `${cap(who)} ${are} due to get ${course} as ${facts.roleName(standing.step.key.roleId)}, ${becauseOfStep(standing.step, facts)}; it comes with the next synchronisation.`;
    case 'broken':
      return `Discord cannot give ${course} at present: ${lowerFirst(problemOf(standing.mapping, facts))}`;
    case 'unknown':
      return `Whether Discord gives ${course} is not known, because Discord did not answer when it was asked last${lastGood(facts)}; it is asked again with the next synchronisation, and nobody loses anything meanwhile.`;
    case 'never_checked':
      return `Whether Discord gives ${course} is not known yet: nobody has looked since the Discord account was linked.`;
    case 'absent':
      return `${cap(who)} ${doNot} have ${course} because ${facts.self ? 'you' : 'the person'} ${areNot} in the Discord server, where ${missing(facts.mappings, facts)} would give it.`;
    case 'not_full_member':
      return standing.as === 'pending'
        ? `${cap(who)} ${doNot} have ${course} because the Discord server’s screening is not completed; until then no Discord role counts.`
        : `${cap(who)} ${doNot} have ${course} because guests of the Discord server get nothing by its roles.`;
    case 'role_missing':
      return `${cap(who)} ${doNot} have ${course} because ${missing(standing.mappings, facts)} is missing.`;
  }
}

function waitingSentence(
  removal: { runId: number } & Pick<Step, 'because' | 'mappingId'>,
  course: string,
  facts: WhyFacts,
): string {
  const { who } = voiceOf(facts);
  const mapping = facts.mappings.find(({ id }) => id === removal.mappingId);
  const why = becauseClause(removal.because, mapping ? facts.discordRoleName(mapping.discordRoleId) : null);
  return facts.self
    ? `A run wants to take ${course} from you, ${why}, and waits for the site team to decide; until then you keep it.`
    : `Run ${removal.runId} wants to take ${course} from ${who}, ${why}, and waits for an admin to approve or reject it; until then it stays.`;
}

function givenSentence(grants: readonly Grant[], leaving: Step | null, course: string, facts: WhyFacts): string {
  const { who, have } = voiceOf(facts);
  const has = `${cap(who)} ${have} ${course} as ${rolesOf(grants, facts)}`;
  if (!facts.linked) return `${has}, which ends by itself within minutes, ${becauseClause('unlinked', null)}.`;
  if (leaving) return `${has}, ${fateOf(leaving, facts)}.`;
  const roles = givingRoles(grants, facts);
  const because =
    roles.length === 0 ? ' because Discord gave it' : ` because of the Discord role ${listed(roles, 'and')}`;
  if (facts.state?.observation !== 'unknown') return `${has}${because}.`;
  return `${has}${because}; Discord did not answer when it was asked last${lastGood(facts)}, and nobody loses access because of that.`;
}

function fateOf(step: Step, { settings, licence, ...facts }: WhyFacts): string {
  const role = step.discordRoleId === null ? null : facts.discordRoleName(step.discordRoleId);
  const why = becauseClause(step.because, role);
  if (step.because === 'discord_role_deleted' && settings.brokenMappings === 'hold') {
    return `and keeps that until ${facts.self ? 'the site team has' : 'an admin has'} decided about a run, ${why}`;
  }
  const ends = settings.lossPolicy === 'suspend' ? 'which is suspended' : 'which ends';
  const when = !licence.usable
    ? 'when the licence of the site is valid again'
    : takenByRunsOnly(step.because)
      ? 'with the next run'
      : 'with the next synchronisation';
  return `${ends} ${when}, ${why}`;
}

function suspendedSentence(
  { grant, until }: { readonly grant: Grant; readonly until: number | null },
  course: string,
  facts: WhyFacts,
): string {
  const change = lastChangeOf(facts, grant.roleId);
  const why =
    change?.action === 'suspended' && change.because !== null
      ? `, ${becauseClause(change.because, change.discordRole)}`
      : '';
  const subject = facts.self ? `Your access to ${course}` : `The access of ${facts.person} to ${course}`;
  const end = until === null ? '' : `; the enrolment ends after ${dayOf(until)} unless that comes before`;
  const opens = facts.linked ? 'a Discord role for it' : 'linking a Discord account that has a role for it';
  return `${subject} has been suspended since ${dayOf(grant.since)}${why}; grades and submissions stay, and ${opens} opens it again${end}.`;
}

/** The Discord roles that the person has and that give one of these. */
function givingRoles(grants: readonly Grant[], facts: WhyFacts): string[] {
  const given = new Set(grants.map(({ roleId }) => roleId));
  const giving = facts.mappings.filter(
    ({ roleId, discordRoleId }) => given.has(roleId) && countsAsMember(facts) && holdsDiscordRole(facts, discordRoleId),
  );
  const names = giving.map(({ discordRoleId }) => facts.discordRoleName(discordRoleId));
  if (names.length > 0) return [...new Set(names)];
  return grants.flatMap(({ roleId }) => lastChangeOf(facts, roleId)?.discordRole ?? []);
}

function becauseOfStep({ because, discordRoleId }: Step, facts: WhyFacts): string {
  return becauseClause(because, discordRoleId === null ? null : facts.discordRoleName(discordRoleId));
}

function problemOf({ broken }: Mapping, { self, settings }: WhyFacts): string {
  const [reason] = broken;
  if (!reason) return 'its mapping is broken.';
  return self ? MAPPING_PROBLEMS_FOR_LEARNERS[reason] : mappingProblem(reason, settings.brokenMappings);
}

function missing(mappings: readonly Mapping[], facts: WhyFacts): string {
  const names = [...new Set(mappings.map(({ discordRoleId }) => facts.discordRoleName(discordRoleId)))];
  return names.length === 1
    ? `the Discord role ${listed(names, 'or')}`
    : `one of the Discord roles ${listed(names, 'or')}`;
}

function rolesOf(grants: readonly Grant[], { roleName }: WhyFacts): string {
  return joined([...new Set(grants.map(({ roleId }) => roleName(roleId)))], 'and');
}

const listed = (names: readonly string[], word: 'and' | 'or'): string =>
  joined(
    names.map((name) => `“${name}”`),
    word,
  );

function joined(parts: readonly string[], word: 'and' | 'or'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}

function lastGood({ state }: WhyFacts): string {
  return state === null || state.observedAt === 0
    ? ''
    : ` (last good look: ${DAY_AND_TIME.format(state.observedAt)} UTC)`;
}

function voiceOf({ self, person }: WhyFacts) {
  return self
    ? { who: 'you', have: 'have', are: 'are', are_not: 'are not', do_not: 'do not' }
    : { who: person, have: 'has', are: 'is', are_not: 'is not', do_not: 'does not' };
}

const cap = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
