import type { ChangeDto, SyncCause } from '@pulsetech/contracts';
import type { Because } from '@pulsetech/domain';

/** What a change was about, with names. */
export type ChangeFacts = Pick<
  ChangeDto,
  'action' | 'kind' | 'target' | 'role' | 'discordRole' | 'because' | 'cause' | 'runId' | 'startedBy'
>;

const CAUSES: Readonly<Record<SyncCause, string>> = {
  login: 'at sign-in',
  link: 'when the Discord account was linked',
  unlink: 'when the Discord account was unlinked',
  manual: 'asked for by hand',
  webservice: 'through the web service',
  gateway: 'told by the Discord bot',
  schedule: 'by the schedule',
  cli: 'from the command line',
  recovery: 'completed after an interruption',
  undo: 'to undo a run',
};

const RUN_CAUSES: Readonly<Partial<Record<SyncCause, string>>> = {
  schedule: 'scheduled run',
  undo: 'undoing, run',
};

/** One change in a sentence: what happened, why, and on what occasion. It says nothing about whose change it is. */
export function changeSentence(facts: ChangeFacts): string {
  return `${whatAndWhy(facts)} (${occasion(facts)}).`;
}

/** The same without the occasion. */
export function changeWithoutOccasion(facts: ChangeFacts): string {
  return `${whatAndWhy(facts)}.`;
}

function whatAndWhy(facts: ChangeFacts): string {
  const why = facts.because === null ? '' : `, ${becauseClause(facts.because, facts.discordRole)}`;
  return `${whatHappened(facts)}${why}`;
}

function whatHappened({ action, kind, target, role }: ChangeFacts): string {
  if (kind === 'cohort') return COHORT[action](`“${target}”`);
  return role === null ? COURSE[action](`“${target}”`) : ROLE[action](`“${target}”`, role);
}

const ROLE: Readonly<Record<ChangeFacts['action'], (course: string, role: string) => string>> = {
  granted: (course, role) => `Enrolled in ${course} as ${role}`,
  revoked: (course, role) => `No longer ${role} in ${course}`,
  suspended: (course, role) => `Access to ${course} as ${role} suspended; grades and submissions stay`,
  resumed: (course, role) => `Access to ${course} as ${role} resumed`,
  adopted: (course, role) => `Was ${role} in ${course} already, which stays when the Discord role goes`,
  forgotten: (course, role) => `${role} in ${course} no longer follows Discord; what the LMS has was left as it is`,
};

const COURSE: Readonly<Record<ChangeFacts['action'], (course: string) => string>> = {
  granted: (course) => `Enrolled in ${course}`,
  revoked: (course) => `Unenrolled from ${course}`,
  suspended: (course) => `Access to ${course} suspended; grades and submissions stay`,
  resumed: (course) => `Access to ${course} resumed`,
  adopted: (course) => `Was enrolled in ${course} already, which stays when the Discord role goes`,
  forgotten: (course) => `The enrolment in ${course} no longer follows Discord; what the LMS has was left as it is`,
};

const COHORT: Readonly<Record<ChangeFacts['action'], (cohort: string) => string>> = {
  granted: (cohort) => `Added to the cohort ${cohort}`,
  revoked: (cohort) => `Removed from the cohort ${cohort}`,
  suspended: (cohort) => `Membership of the cohort ${cohort} suspended`,
  resumed: (cohort) => `Membership of the cohort ${cohort} resumed`,
  adopted: (cohort) => `Was in the cohort ${cohort} already, which stays when the Discord role goes`,
  forgotten: (cohort) => `The cohort ${cohort} no longer follows Discord; what the LMS has was left as it is`,
};

/** Why something was given or taken, as part of a sentence. */
export function becauseClause(because: Because, discordRole: string | null): string {
  const role = discordRole === null ? 'a Discord role' : `the Discord role “${discordRole}”`;
  switch (because) {
    case 'role_held':
      return `because of ${role}`;
    case 'role_lost':
      return `because ${role} is not held any more`;
    case 'left_server':
      return 'because of leaving the Discord server';
    case 'not_full_member':
      return 'because of not being a full member of the Discord server (still in its screening, or a guest)';
    case 'mapping_removed':
      return 'because no Discord role is mapped to it any more';
    case 'discord_role_deleted':
      return `because ${role} was deleted in Discord`;
    case 'unlinked':
      return 'because the Discord account is no longer linked';
    case 'grace_over':
      return 'because the grace period after the suspension is over';
    case 'course_reopened':
      return 'because it was lost before, and the course was opened again by another Discord role';
    case 'undone':
      return 'because an earlier change was undone';
  }
}

function occasion({ cause, runId, startedBy }: ChangeFacts): string {
  if (runId === null) return CAUSES[cause];
  const run = `${RUN_CAUSES[cause] ?? 'run'} ${runId}`;
  if (startedBy !== null) return `${run}, started by ${startedBy}`;
  return cause === 'manual' ? `${run}, started by hand` : run;
}
