import type { Because } from '@pulsetech/domain';

// Reasons for which a run ends early say nothing of who lost what: `earlyEnd` adds that.
export const NOBODY_IN_LMS =
  'The LMS does not show any of the linked users, so the run ended. Check that the web service account may see users.';
export const LINK_REMOVED = 'This user no longer exists in the LMS; the link to Discord was removed.';
export const NOT_SHOWN_AT_FIRST =
  'The LMS did not show this user at first. Nothing changes for them by this run; the next one looks again.';
export const OTHER_SERVER =
  'The licence was moved to another Discord server after the run had begun, so what it collected counts no more.';
/** Why a run is held that is the first one after the licence was moved, and takes something. */
export function firstInServer(dry: boolean): string {
  const why =
    'the licence is for another Discord server than at the last run, and whoever is not in it loses what the former one gave';
  return dry
    ? `A real run would be held here: ${why}.`
    : `The run waits for a decision: ${why}. Check the licence and the role mappings, then approve or reject.`;
}

export const ROLE_VANISHED =
  'A Discord role that is mapped was deleted during the run, so nobody can tell who lost it and who had it. Check the role mappings.';
export const UNEXPECTED = 'An unexpected error ended the run; the log has the details.';
export const SNAPSHOT_LOST =
  'What was read of the Discord server was lost again and again before the run was done with it.';
export const STANDS_STILL =
  'The reading of the Discord server stands still, so the run ended. Look at the log of the billing server if that happens again.';
export const UNPROVEN = 'It could not be proven that all members were read.';
export const NOT_READ_SINGLY =
  'People whom Discord did not list are shown as having left; a dry run does not ask for so many of them one by one, a real run does.';
export const APPROVAL_UNREAD = 'What was approved could not be read anew, so the run waits for a decision again.';
export const UNDONE_REASON =
  'The rules are as they were: the next synchronisation does the same again unless role mappings or Discord roles change before.';
export const USER_FAILED =
  'This person could not be synchronised because of an unexpected error; the log has the details.';

/** Why something goes or comes, in a sentence about the person. */
export const BECAUSE_SENTENCES: Readonly<Record<Because, string>> = {
  role_held: 'Holds the Discord role.',
  role_lost: 'No longer holds the Discord role.',
  left_server: 'Is no longer in the Discord server.',
  not_full_member: 'Has not completed the Discord server’s screening yet, or is a guest there.',
  mapping_removed: 'No role mapping gives it any more.',
  discord_role_deleted: 'The Discord role was deleted.',
  unlinked: 'The Discord account is no longer linked.',
  grace_over: 'Was suspended for longer than the grace period.',
  course_reopened: 'Was lost before; another Discord role opened the course again.',
  undone: 'A run that did the opposite is undone.',
};

/** Why something that was collected is not taken. */
export const SPARED = {
  roleDeleted:
    'The Discord role was deleted after this was collected. Whether it was lost before cannot be told any more, so the next run asks.',
  stillTrue: 'It is theirs again: what was read since gives it, or no rule takes it any more.',
  newer: 'Something newer is known of the person than what was read here, and that was applied already.',
  unlinked: 'The Discord account was unlinked or linked anew meanwhile.',
  metAgain: 'The person is in the Discord server after all.',
  taken: 'It was taken away already by another synchronisation.',
  forgotten: 'Another synchronisation found that it was not given by this system, so it stays.',
  endedBefore: 'The run ended before its turn came.',
  superseded: 'A later run decided anew.',
  otherServer: 'The licence was moved to another Discord server meanwhile.',
  changedSince: 'It was changed again since that run, so it stays as it is.',
  nothingLeft: 'There is nothing left to reverse.',
} as const;

export const TAKING_IS_OPEN =
  'Taking it was begun, and the LMS has not confirmed it. It is looked at again by itself; the history of the person has the outcome.';

export function brokenMappingProblem(course: string, holders: number): string {
  return `A broken role mapping for “${course}” gave nothing to ${people(holders)} with its Discord role; the role mappings page says why.`;
}

export function people(number: number): string {
  return number === 1 ? '1 person' : `${number} people`;
}

export function moreStops(all: number, told: number): string {
  return `The ${told} largest of ${all} exceeded limits are listed, and ${all - told} more are not.`;
}

export function tooManyMissing(missing: number, linked: number): string {
  return `The LMS does not show ${missing} of ${linked} linked users, more than are believed to have been deleted, so the run ended and kept every link. Check that the web service account may see all users; if they really were deleted, raise the share of the removal stop in the settings for one run.`;
}

export function runInProgress(id: number): string {
  return `Synchronisation run ${id} is going on. Wait until it has ended, or stop it, then try again.`;
}

export function supersededBy(id: number): string {
  return `Run ${id} decided anew, so nobody has to decide about this one any more, and it takes nothing.`;
}

export const REJECTED = 'The run was rejected, so what it would have taken stays.';
