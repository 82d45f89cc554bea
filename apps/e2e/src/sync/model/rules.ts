import type { BrokenMappingPolicy, LossPolicyName } from '@pulsetech/contracts';
import type { Person } from './person.js';
import { GUILD } from './simulated-ids.js';

/** One role mapping of the model. */
export interface ModelMapping {
  readonly id: number;
  readonly discordRole: string;
  readonly course: number;
  readonly role: number;
  readonly cohort: number | null;
}

/** What exists, and what the settings say. */
export interface Rules {
  readonly mappings: readonly ModelMapping[];
  readonly courses: ReadonlySet<number>;
  readonly lmsRoles: ReadonlySet<number>;
  readonly cohorts: ReadonlySet<number>;
  readonly discordRoles: ReadonlySet<string>;
  readonly lossPolicy: LossPolicyName;
  readonly brokenMappings: BrokenMappingPolicy;
}

/** What becomes of what people hold by a mapping whose Discord role was deleted. */
export type Roleless = 'keep' | 'lose';

export interface Claims {
  /** Keys that a whole mapping gives. */
  readonly gives: ReadonlySet<string>;
  /** Keys that only a broken mapping speaks for: nothing new, but what is held stays. */
  readonly keeps: ReadonlySet<string>;
}

export const keysOf = ({ course, role, cohort }: ModelMapping): string[] =>
  cohort === null ? [`role:${course}:${role}`] : [`role:${course}:${role}`, `cohort:${cohort}`];

export const isRoleless = (mapping: ModelMapping, rules: Rules): boolean =>
  mapping.discordRole !== GUILD && !rules.discordRoles.has(mapping.discordRole);

export function isWhole(mapping: ModelMapping, rules: Rules): boolean {
  const { course, role, cohort } = mapping;
  const lmsHasIt =
    rules.courses.has(course) && rules.lmsRoles.has(role) && (cohort === null || rules.cohorts.has(cohort));
  return lmsHasIt && !isRoleless(mapping, rules);
}

/** Members in screening and guests hold no entitlement (docs/synchronisation.md). */
export function isFullMember({ membership }: Person): boolean {
  return membership.in && !membership.pending && !membership.guest;
}

/** What a person's Discord roles entitle to under the mappings (docs/synchronisation.md). */
export function claimsOf(person: Person, rules: Rules, roleless: Roleless): Claims {
  const gives = new Set<string>();
  const keeps = new Set<string>();
  if (!person.linked || !isFullMember(person)) return { gives, keeps };
  for (const mapping of rules.mappings) {
    const { discordRole } = mapping;
    const held = discordRole === GUILD || person.membership.roles.has(discordRole);
    const stays = isRoleless(mapping, rules) ? roleless === 'keep' : held;
    if (!held && !stays) continue;
    for (const key of keysOf(mapping)) {
      if (held && isWhole(mapping, rules)) gives.add(key);
      else if (stays) keeps.add(key);
    }
  }
  for (const key of gives) keeps.delete(key);
  return { gives, keeps };
}
