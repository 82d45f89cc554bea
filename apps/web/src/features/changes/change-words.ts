import type { ChangeAction, SyncCause } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';

export const ACTION_WORDS = {
  granted: { tone: 'given', word: 'Given' },
  revoked: { tone: 'taken', word: 'Taken' },
  suspended: { tone: 'held', word: 'Suspended' },
  resumed: { tone: 'given', word: 'Resumed' },
  adopted: { tone: 'info', word: 'Was there already' },
  forgotten: { tone: 'info', word: 'Left as it was' },
} as const satisfies Record<ChangeAction, { readonly tone: Tone; readonly word: string }>;

/** What made a synchronisation happen. */
const CAUSES = {
  login: 'signing in',
  link: 'linking the account',
  unlink: 'unlinking the account',
  manual: 'asked for by hand',
  webservice: 'the web service',
  gateway: 'the Discord bot',
  schedule: 'the schedule',
  cli: 'the command line',
  recovery: 'going on after an interruption',
  undo: 'undoing a run',
} as const satisfies Record<SyncCause, string>;

export const CAUSE_CHOICES = Object.entries(CAUSES).map(([value, label]) => ({ value, label }));

/** Whatever stands in the address of the page; a cause that there is not is shown as it is. */
export function causeWords(cause: string): string {
  const known: Readonly<Partial<Record<string, string>>> = CAUSES;
  return known[cause] ?? cause;
}

const RUN_BEGUN: Readonly<Partial<Record<SyncCause, string>>> = {
  schedule: 'by schedule',
  manual: 'by hand',
  cli: 'from the command line',
  undo: 'as an undo',
};

/** How the run of a change came about, after its name: `by schedule`, `by Ada Admin`, `as an undo by Ada Admin`. */
export function runBegunBy(cause: SyncCause, startedBy: string | null): string {
  const how = RUN_BEGUN[cause] ?? '';
  if (startedBy === null) return how;
  return cause === 'manual' || how === '' ? `by ${startedBy}` : `${how} by ${startedBy}`;
}

export const ACTION_CHOICES = Object.entries(ACTION_WORDS).map(([value, { word }]) => ({ value, label: word }));
