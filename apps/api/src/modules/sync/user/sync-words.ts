import type { Failure, Mapping, Report, UnknownReason } from '@pulsetech/domain';
import type { SyncChange } from '@pulsetech/contracts';
import type { LmsLists } from '../../mappings/lms-catalogue.js';
import { MAPPING_PROBLEMS_FOR_LEARNERS } from '../../mappings/mapping-problems.js';

/** Why nothing could be concluded about a person, and what that means for them. */
export const UNKNOWN_PROBLEMS: Readonly<Record<UnknownReason, string>> = {
  discord_unavailable:
    'Discord did not answer. Nothing changes because of that; we try again at the next synchronisation.',
  discord_rate_limited:
    'Discord asks for a pause because it was asked too often. Nothing changes because of that; try again in a few minutes.',
  discord_unauthorized:
    'Discord does not accept the bot of this site at the moment. Nothing changes because of that; the site team has to renew it.',
  guild_unreadable:
    'The Discord server cannot be read at the moment. Nothing changes because of that; the site team has to invite the bot again.',
  missing_access:
    'The bot may not read the members of the Discord server. Nothing changes because of that; the site team has to allow it.',
  billing_unreachable:
    'The billing server did not answer. Nothing changes because of that; we try again at the next synchronisation.',
  licence_invalid:
    'The licence of this site is not valid at the moment, so nothing was synchronised. Nobody loses anything because of that.',
};

export const SEEN_ELSEWHERE =
  'The licence of this site was moved to another Discord server meanwhile, so nothing was synchronised. The next synchronisation looks there.';
export const NOT_LINKED = 'No Discord account is linked any more, so nothing was synchronised.';
export const ROLES_UNREAD =
  'Whether the Discord role still exists could not be read, so nothing was taken because of it; it is tried again.';
export const USER_GONE = 'The user no longer exists in the LMS. The link to Discord was removed.';

export function courseName(courseId: number, lists: LmsLists): string {
  return lists.courses.get(courseId)?.fullname ?? `course ${courseId}`;
}

export function roleName(roleId: number, lists: LmsLists): string {
  return lists.roles.get(roleId)?.name ?? `role ${roleId}`;
}

export function cohortName(cohortId: number, lists: LmsLists): string {
  return lists.cohorts.get(cohortId)?.name ?? `cohort ${cohortId}`;
}

const TOLD: Readonly<Partial<Record<Report['action'], SyncChange['action']>>> = {
  granted: 'enrolled',
  resumed: 'enrolled',
  revoked: 'unenrolled',
  suspended: 'unenrolled',
};

/**
 * What is told of a synchronisation: course roles that were given or taken, by whichever policy. Cohorts and adoptions are
 * recorded only.
 */
export function toldChanges(reports: readonly Report[], lists: LmsLists): SyncChange[] {
  return reports.flatMap(({ action, key }) => {
    const told = TOLD[action];
    if (key.kind !== 'role' || told === undefined) return [];
    return [{ action: told, course: courseName(key.targetId, lists), role: roleName(key.roleId, lists) }];
  });
}

/** One change that the LMS refused or did not confirm. */
export function failureSentence({ change, applied, message }: Failure, lists: LmsLists): string {
  const subject =
    'courseId' in change ? courseName(change.courseId, lists) : `the cohort ${cohortName(change.cohortId, lists)}`;
  if (applied === 'no') return `“${subject}” could not be changed. ${message}`;
  return `Whether the change of “${subject}” was made is not known. ${message} It is checked and completed by itself.`;
}

export function blockedSentence(mapping: Mapping, lists: LmsLists): string {
  const [reason] = mapping.broken;
  const why = reason ? MAPPING_PROBLEMS_FOR_LEARNERS[reason] : '';
  return `“${courseName(mapping.courseId, lists)}” cannot be given at present. ${why}`;
}
