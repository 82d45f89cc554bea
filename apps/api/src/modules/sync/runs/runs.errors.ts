import { DomainError } from '@pulsetech/server-kit';

export type RunsErrorCode =
  | 'run_not_found'
  | 'run_in_progress'
  | 'run_not_held'
  | 'run_not_running'
  | 'run_not_undoable'
  | 'run_followed_too_often';

/** Something that cannot be done with a run now; the message says what to do. */
export class RunsError extends DomainError<RunsErrorCode> {}

export const runNotFound = (): RunsError =>
  new RunsError(
    'run_not_found',
    'There is no such synchronisation run. It may have been older than the history is kept.',
  );
