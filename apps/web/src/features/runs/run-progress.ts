import type { RunDto } from '@pulsetech/contracts';
import { formatNumber } from '../../lib/counted.js';

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
