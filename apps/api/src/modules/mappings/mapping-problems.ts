import type { BrokenMappingPolicy, DiscordRoleDto } from '@pulsetech/contracts';
import type { BrokenReason } from '@pulsetech/domain';

/** What runs do to people who hold something by a mapping whose Discord role was deleted. */
const RUNS_WITHOUT_ROLE: Readonly<Record<BrokenMappingPolicy, string>> = {
  hold: 'The next run does not take away what it gave before you have decided about it.',
  revoke: 'The next run takes away what it gave, within the limits of the removal stop.',
  keep: 'Who got something by it keeps that; nobody gets it anew.',
};

/** Why a mapping gives nothing new, and what an admin can do about it. */
const MAPPING_PROBLEMS: Readonly<Record<Exclude<BrokenReason, 'discord_role_missing'>, string>> = {
  course_missing: 'The course no longer exists. Add a mapping for another course, or delete this one.',
  role_missing:
    'The role no longer exists in the LMS or can no longer be given in a course. Add a mapping with another role, or delete this one.',
  cohort_missing: 'The cohort no longer exists. Add a mapping with another cohort or none, or delete this one.',
};

/** The same for a learner, who cannot do anything about it. */
export const MAPPING_PROBLEMS_FOR_LEARNERS: Readonly<Record<BrokenReason, string>> = {
  discord_role_missing: 'The Discord role for it was deleted. The site team can see this.',
  course_missing: 'The course no longer exists. The site team can see this.',
  role_missing: 'The role in the course no longer exists. The site team can see this.',
  cohort_missing: 'The cohort that belongs to it no longer exists. The site team can see this.',
};

/** What is wrong with a mapping and what to do, in a sentence or two for whoever manages the mappings. */
export function mappingProblem(reason: BrokenReason, policy: BrokenMappingPolicy): string {
  if (reason !== 'discord_role_missing') return MAPPING_PROBLEMS[reason];
  return `The Discord role was deleted. ${RUNS_WITHOUT_ROLE[policy]} Add a mapping for another role, or delete this one.`;
}

/** What is worth knowing about the Discord role of a mapping that works. */
export function mappingWarnings(role: DiscordRoleDto | undefined): string[] {
  if (!role || role.everyone) return [];
  const name = `“${role.name}”`;
  if (role.managed) {
    return [
      `${name} is managed by Discord or by another app, so nobody can give it to people by hand. Enrolment by this role works all the same.`,
    ];
  }
  if (role.reachable !== false) return [];
  return [
    `${name} stands above our bot in Discord, so the bot cannot give it to people. In Discord: Server settings → Roles → drag “PulseTech LMS” above it. Enrolment by this role works all the same.`,
  ];
}
