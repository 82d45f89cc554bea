import type { Mapping, Step } from '@pulsetech/domain';
import { mappingProblem, MAPPING_PROBLEMS_FOR_LEARNERS } from '../../mappings/mapping-problems.js';
import { becauseClause } from '../history/change-sentence.js';
import type { MissingStanding } from './standing.js';
import { voiceOf } from './voice.js';
import { healthyOf, lastGood, type WhyFacts } from './why-facts.js';
import { cap, listed, lowerFirst } from './words.js';

/** What people learn of a course that is none of their business. */
export const NOTHING_GIVES_IT = 'No Discord role gives this course.';

/** Why somebody does not have the course. */
export function missingSentence(standing: MissingStanding, course: string, facts: WhyFacts): string {
  const { who, doNot } = voiceOf(facts);
  const without = `${cap(who)} ${doNot} have ${course} because`;
  switch (standing.kind) {
    case 'course_gone':
      return facts.self
        ? 'This course no longer exists, so nobody can have it; the site team can see that.'
        : 'This course no longer exists in the LMS, so nobody can have it; mappings to it are broken until they are deleted.';
    case 'unmapped':
      return facts.self ? NOTHING_GIVES_IT : `No Discord role gives ${course}: it is in no role mapping.`;
    case 'not_linked':
      return `${without} no Discord account is linked; ${wanted(healthyOf(facts), facts)} would give it.`;
    case 'due':
      return dueSentence(standing.step, course, facts);
    case 'broken':
      return `Discord cannot give ${course} at present: ${lowerFirst(problemOf(standing.mapping, facts))}`;
    case 'unknown':
      return `Whether Discord gives ${course} is not known, because Discord could not be read at the last try${lastGood(facts)}; it is tried again with the next synchronisation, and nobody loses anything meanwhile.`;
    case 'never_checked':
      return `Whether Discord gives ${course} is not known yet: nobody has looked since the Discord account was linked.`;
    case 'absent':
      return `${without} ${facts.self ? 'you are' : 'the person is'} not in the Discord server, where ${wanted(healthyOf(facts), facts)} would give it.`;
    case 'not_full_member':
      return standing.as === 'pending'
        ? `${without} the Discord server’s screening is not completed; until then no Discord role counts.`
        : `${without} guests of the Discord server get nothing by its roles.`;
    case 'role_missing':
      return rolesAmong(standing.mappings) === 1
        ? `${without} ${wanted(standing.mappings, facts)} is missing.`
        : `${without} none of the Discord roles ${rolesOf(standing.mappings, facts, 'and')} is there.`;
  }
}

function dueSentence({ key, because, discordRoleId }: Step, course: string, facts: WhyFacts): string {
  const { who, are } = voiceOf(facts);
  const why = becauseClause(because, discordRoleId === null ? null : facts.discordRoleName(discordRoleId));
  const when = facts.licence.usable ? 'with the next synchronisation' : 'when the licence of this site is valid again';
  return `${cap(who)} ${are} due to get ${course} as ${facts.roleName(key.roleId)}, ${why}; it comes ${when}.`;
}

function problemOf({ broken }: Mapping, { self, settings }: WhyFacts): string {
  const [reason] = broken;
  if (!reason) return 'its mapping is broken.';
  return self ? MAPPING_PROBLEMS_FOR_LEARNERS[reason] : mappingProblem(reason, settings.brokenMappings);
}

/** The Discord roles of which one would do. */
function wanted(mappings: readonly Mapping[], facts: WhyFacts): string {
  const which = rolesAmong(mappings) === 1 ? 'the Discord role' : 'one of the Discord roles';
  return `${which} ${rolesOf(mappings, facts, 'or')}`;
}

const rolesAmong = (mappings: readonly Mapping[]): number =>
  new Set(mappings.map(({ discordRoleId }) => discordRoleId)).size;

function rolesOf(mappings: readonly Mapping[], facts: WhyFacts, word: 'and' | 'or'): string {
  return listed([...new Set(mappings.map(({ discordRoleId }) => facts.discordRoleName(discordRoleId)))], word);
}
