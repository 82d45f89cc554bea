import type { ChangeDto, WhyChain } from '@pulsetech/contracts';
import type { Grant, Mapping } from '@pulsetech/domain';
import { mappingProblem, MAPPING_PROBLEMS_FOR_LEARNERS } from '../../mappings/mapping-problems.js';
import { nextOf } from './next-words.js';
import { holdsDiscordRole, lastChangeOf, type WhyFacts } from './why-facts.js';

/** One chain for each mapping of the course, then one for each role that was given and that no mapping gives any more. */
export function chainsOf(facts: WhyFacts): WhyChain[] {
  const mapped = new Set(facts.mappings.map(({ roleId }) => roleId));
  const unmapped = facts.grants.filter(({ kind, roleId }) => kind === 'role' && !mapped.has(roleId));
  return [
    ...facts.mappings.map((mapping) => chainOfMapping(mapping, facts)),
    ...unmapped.map((grant) => chainOfGrant(grant, facts)),
  ];
}

function chainOfMapping(mapping: Mapping, facts: WhyFacts): WhyChain {
  const { id, discordRoleId, roleId, broken } = mapping;
  return {
    mappingId: id,
    discordRole: facts.discordRoleName(discordRoleId),
    holdsDiscordRole: holdsDiscordRole(facts, discordRoleId),
    role: facts.roleName(roleId),
    problems: broken.map((reason) =>
      facts.self ? MAPPING_PROBLEMS_FOR_LEARNERS[reason] : mappingProblem(reason, facts.settings.brokenMappings),
    ),
    grant: grantOf(facts.grants.find((grant) => grant.kind === 'role' && grant.roleId === roleId)),
    lastChange: shownChange(facts, roleId),
    next: nextOf(roleId, mapping, facts),
  };
}

function chainOfGrant(grant: Grant, facts: WhyFacts): WhyChain {
  const lastChange = lastChangeOf(facts, grant.roleId);
  return {
    mappingId: null,
    discordRole: lastChange?.discordRole ?? null,
    holdsDiscordRole: null,
    role: facts.roleName(grant.roleId),
    problems: [],
    grant: grantOf(grant),
    lastChange: shownChange(facts, grant.roleId),
    next: nextOf(grant.roleId, null, facts),
  };
}

/** Runs are none of a learner's business, nor who began them. */
function shownChange(facts: WhyFacts, roleId: number): ChangeDto | null {
  const change = lastChangeOf(facts, roleId);
  if (change === null || !facts.self) return change;
  return { ...change, runId: null, startedBy: null, sentence: change.what };
}

function grantOf(grant: Grant | undefined): WhyChain['grant'] {
  return grant ? { origin: grant.origin, state: grant.state, since: grant.since } : null;
}
