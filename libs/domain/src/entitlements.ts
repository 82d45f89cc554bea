import { cohortKey, grantId, roleKey, type GrantKey } from './grant.js';
import type { Mapping } from './mapping.js';
import type { KnownObservation } from './observation.js';

/** Something that a user's Discord roles give, with the mappings that give it, in their order. */
export interface Entitlement {
  readonly key: GrantKey;
  readonly mappings: readonly Mapping[];
}

/** By {@link grantId}. */
export type Entitlements = ReadonlyMap<string, Entitlement>;

/**
 * The Discord roles that count for the mappings: a full member's roles and @everyone, whose id is the guild's. Members
 * still in screening, guests and people who are not in the guild have none.
 */
export function countingRoles(observation: KnownObservation, guildId: string): ReadonlySet<string> {
  if (observation.kind === 'absent' || observation.pending || observation.guest) return new Set();
  return new Set([...observation.roles, guildId]);
}

/**
 * What an observation gives under the mappings. An unknown observation gives neither something nor nothing, so it cannot
 * be passed.
 */
export function entitlementsOf(
  observation: KnownObservation,
  mappings: readonly Mapping[],
  guildId: string,
): Entitlements {
  const roles = countingRoles(observation, guildId);
  const given = new Map<string, { key: GrantKey; mappings: Mapping[] }>();
  for (const mapping of inOrder(mappings)) {
    if (!roles.has(mapping.discordRoleId)) continue;
    for (const key of keysOf(mapping)) {
      const entitlement = given.get(grantId(key));
      if (entitlement) entitlement.mappings.push(mapping);
      else given.set(grantId(key), { key, mappings: [mapping] });
    }
  }
  return given;
}

/** What a mapping gives: a role in a course and, where it names one, a cohort. */
export function keysOf(mapping: Pick<Mapping, 'courseId' | 'roleId' | 'cohortId'>): GrantKey[] {
  const role = roleKey(mapping.courseId, mapping.roleId);
  return mapping.cohortId === null ? [role] : [role, cohortKey(mapping.cohortId)];
}

/** The order in which changes are applied and reported. Plans are made for everybody, so what is in order is not sorted. */
export function inOrder(mappings: readonly Mapping[]): readonly Mapping[] {
  const ordered = mappings.every(({ id }, place) => place === 0 || (mappings[place - 1]?.id ?? id) <= id);
  return ordered ? mappings : [...mappings].sort((a, b) => a.id - b.id);
}
