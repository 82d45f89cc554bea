import type { RunCause, RunDto, RunItemState, RunState } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';
import { counted, formatNumber } from '../../lib/counted.js';

export interface StateWords {
  readonly tone: Tone;
  readonly word: string;
}

export const RUN_STATES = {
  running: { tone: 'waiting', word: 'Running' },
  completed: { tone: 'ok', word: 'Completed' },
  completed_with_errors: { tone: 'warn', word: 'Completed with errors' },
  incomplete: { tone: 'warn', word: 'Incomplete' },
  failed: { tone: 'bad', word: 'Failed' },
  held: { tone: 'held', word: 'Waiting for you' },
  rejected: { tone: 'stopped', word: 'Rejected' },
  superseded: { tone: 'stopped', word: 'Replaced by a later run' },
  stopped: { tone: 'stopped', word: 'Stopped' },
} as const satisfies Record<RunState, StateWords>;

export const RUN_CAUSES = {
  schedule: 'by schedule',
  manual: 'by hand',
  cli: 'on the command line',
  undo: 'as an undo',
} as const satisfies Record<RunCause, string>;

export const ITEM_STATES = {
  planned: { tone: 'waiting', word: 'Planned' },
  waiting: { tone: 'waiting', word: 'Waiting' },
  done: { tone: 'ok', word: 'Done' },
  spared: { tone: 'ok', word: 'Kept' },
  failed: { tone: 'bad', word: 'Failed' },
  rejected: { tone: 'stopped', word: 'Kept: rejected' },
} as const satisfies Record<RunItemState, StateWords>;

/** What a run is called, e.g. `Run 41`. */
export function runName({ id, dry, undoes }: Pick<RunDto, 'id' | 'dry' | 'undoes'>): string {
  if (undoes !== null) return `Run ${String(id)}, undoing run ${String(undoes)}`;
  return dry ? `Dry run ${String(id)}` : `Run ${String(id)}`;
}

export interface RunProgress {
  readonly what: string;
  readonly done: number;
  /** Null while nobody knows. */
  readonly total: number | null;
  /** The numbers in words; empty where there are none. */
  readonly numbers: string;
}

/** Where a running run stands, in words. */
export function progressOf(run: RunDto): RunProgress {
  switch (run.phase) {
    case 'snapshot':
      return progress('Reading the Discord server', run.membersRead, run.membersTotal, 'members');
    case 'walk':
      return progress('Comparing linked people with their courses', run.users, run.usersTotal, 'people');
    case 'confirm':
      return { what: 'Asking Discord again about people who seem to have left', done: 0, total: null, numbers: '' };
    case 'remove':
      return progress('Taking what is no longer due', run.removed + run.spared, run.removals, 'removals');
    case 'undo':
      return progress(`Taking back what run ${String(run.undoes ?? '')} did`, run.users, run.usersTotal, 'people');
    case null:
      return { what: 'Beginning', done: 0, total: null, numbers: '' };
  }
}

function progress(what: string, done: number, total: number | null, unit: string): RunProgress {
  const known = total !== null && total > 0;
  const numbers = known
    ? `${formatNumber(done)} of ${formatNumber(Math.max(total, done))} ${unit}`
    : done === 0
      ? ''
      : `${formatNumber(done)} ${unit} so far`;
  return { what, done, total: known ? Math.max(total, done) : null, numbers };
}

/** Whether it ended; a held run has not. */
export const isOver = ({ state }: Pick<RunDto, 'state'>): boolean => state !== 'running' && state !== 'held';

/** What the state of a run means, where the run has no reason of its own. */
export function outcomeSentence(run: RunDto): string {
  const changed = run.enrolled + run.unenrolled;
  switch (run.state) {
    case 'running':
      return 'What it finds missing is given at once; what is no longer due is collected first and taken at the end.';
    case 'completed':
      if (run.dry) return 'Nothing was changed: this is what a run would do now.';
      return changed === 0 ? 'Everything was as it should be.' : 'Everything that was due was done.';
    case 'completed_with_errors':
      return `${counted(run.errors, 'thing')} did not work; the next run tries again. Everything else was done.`;
    case 'incomplete':
      return 'Not everything could be read, so nobody lost anything. What was given stays.';
    case 'failed':
      return 'Nothing was changed.';
    case 'held':
      return 'Nothing is taken until you decide. What was due to be given is given already.';
    case 'rejected':
      return 'Everyone keeps what they have. The next run looks again and waits again if nothing else has changed.';
    case 'superseded':
      return 'A later run made the decision needless. Nothing was taken by this one.';
    case 'stopped':
      return 'It was ended before its time. What was done until then stays; the next run does the rest.';
  }
}

/** What should be known of a run in a list, beside its state. */
export function listNote(run: Pick<RunDto, 'state' | 'dry' | 'removals' | 'errors'>): string {
  const notes = [
    run.dry && run.state !== 'running' ? 'only planned' : null,
    run.state === 'held' ? `${counted(run.removals, 'removal')} to decide about` : null,
    run.errors > 0 ? counted(run.errors, 'error') : null,
  ];
  return notes.filter((note) => note !== null).join(' · ');
}

/** `31 %`; small shares are not rounded to nothing. */
export function share(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const percent = (part * 100) / whole;
  return percent > 0 && percent < 1 ? 'under 1 %' : `${String(Math.round(percent))} %`;
}
