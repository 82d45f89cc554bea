import type { RunCause, RunDto, RunItemState, RunState } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';
import { counted } from '../../lib/counted.js';

type Losses = Pick<RunDto, 'unenrolled' | 'removed' | 'unlinked'>;

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
  superseded: { tone: 'stopped', word: 'Superseded' },
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
  spared: { tone: 'ok', word: 'Left alone' },
  failed: { tone: 'bad', word: 'Failed' },
  rejected: { tone: 'stopped', word: 'Left alone: rejected' },
} as const satisfies Record<RunItemState, StateWords>;

/** What a run is called, e.g. `Run 41`. */
export function runName({ id, dry, undoes }: Pick<RunDto, 'id' | 'dry' | 'undoes'>): string {
  if (undoes !== null) return `Run ${String(id)}, undoing run ${String(undoes)}`;
  return dry ? `Dry run ${String(id)}` : `Run ${String(id)}`;
}

/** How a run came about, after the time: `by schedule`, `by Ada Admin`, `as an undo by Ada Admin`. */
export function begunBy({ cause, startedBy }: Pick<RunDto, 'cause' | 'startedBy'>): string {
  if (startedBy === null) return RUN_CAUSES[cause];
  return cause === 'manual' ? `by ${startedBy}` : `${RUN_CAUSES[cause]} by ${startedBy}`;
}

const STAYS_TAKEN = 'What was taken by then stays taken; nothing else was.';

/** What the state of a run means, where the run has no reason of its own. */
export function outcomeSentence(run: RunDto): string {
  const taken = run.unenrolled + run.removed;
  const changed = run.enrolled + taken + run.unlinked;
  switch (run.state) {
    case 'running':
      return 'What it finds missing is given at once; what is no longer due is collected first and taken at the end.';
    case 'completed':
      if (run.dry) return 'Nothing was changed: this is what a run would do now.';
      return changed === 0 ? 'Everything was as it should be.' : 'Everything that was due was done.';
    case 'completed_with_errors':
      return `${counted(run.errors, 'thing')} did not work; the next run tries again. Everything else was done.`;
    case 'incomplete':
      return `Not everything could be read. ${earlyEnd(run)}`;
    case 'failed':
      return `It could not go on. ${changed === 0 ? 'Nothing was changed.' : earlyEnd(run)}`;
    case 'held':
      return 'Nothing is taken until you decide. What was due to be given is given already.';
    case 'rejected':
      return 'Everyone keeps what they have. The next run looks again and waits again if nothing else has changed.';
    case 'superseded':
      return `Nobody needs to decide about it any more: a later run looked anew, or the licence is for another Discord server by now. ${lossesOf(run)}`;
    case 'stopped':
      return run.undoes === null
        ? 'It was ended before its time. What was done until then stays; the next run does the rest.'
        : 'It was ended before its time. What it had put back by then stays so; the rest is as it was.';
  }
}

/** Who lost what by a run that ended before its end, and what comes of the rest. */
function earlyEnd(run: RunDto): string {
  if (run.dry) return 'It was a dry run, so nothing was changed.';
  if (run.undoes !== null) return 'What it had put back by then stays so; the rest is as it was.';
  return `${lossesOf(run)} What was given stays; the next run begins anew.`;
}

function lossesOf({ unenrolled, removed, unlinked }: Losses): string {
  const took = unenrolled + removed > 0;
  if (unlinked === 0) return took ? STAYS_TAKEN : 'Nobody lost anything by it.';
  return `${took ? STAYS_TAKEN : 'Nobody lost a course or a cohort by it.'} ${linksWent(unlinked)}`;
}

const linksWent = (count: number): string =>
  `${counted(count, 'link of a user', 'links of users')} whom the LMS no longer has went.`;

/** After so long without a single member of the Discord server, something is the matter. */
const SILENT_S = 10;

/** Says of a run that nobody has answered yet that it waits; null where it goes on. `now` in Unix seconds. */
export function waitingSentence(
  { phase, membersRead, startedAt }: Pick<RunDto, 'phase' | 'membersRead' | 'startedAt'>,
  now: number,
): string | null {
  if (phase !== 'snapshot' || membersRead > 0 || now - startedAt < SILENT_S) return null;
  return 'The members of the Discord server have not come yet; the run keeps asking for them. Nobody loses anything because of that.';
}

/** How long it took; null where most of the time it waited for somebody to decide. */
export function tookSeconds({
  startedAt,
  finishedAt,
  decidedAt,
}: Pick<RunDto, 'startedAt' | 'finishedAt' | 'decidedAt'>): number | null {
  return finishedAt === null || decidedAt !== null ? null : finishedAt - startedAt;
}

/** What the list of the people of a run is called. */
export function itemsTitle({ dry, undoes, state }: Pick<RunDto, 'dry' | 'undoes' | 'state'>): string {
  if (dry) return 'What it would do';
  if (undoes !== null) return 'What is taken back';
  if (state === 'running' || state === 'held') return 'Who loses what';
  return state === 'rejected' || state === 'superseded' ? 'Who would have lost what' : 'Who lost what';
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

/** What the problems of a run cost people. */
export function problemsLead({ unlinked }: Pick<RunDto, 'unlinked'>): string {
  return unlinked === 0
    ? 'Nobody lost anything because of these; the next synchronisation tries again.'
    : `Nobody lost a course or a cohort because of these. ${linksWent(unlinked)} The next synchronisation tries the rest again.`;
}
