import type { RunDto } from '@pulsetech/contracts';
import { formatNumber } from '../../lib/counted.js';

export interface Total {
  readonly name: string;
  readonly value: string;
}

/** The figures of a whole run, in the order in which it comes to them; what never came up is left out. */
export function totalsOf(run: RunDto): Total[] {
  const isUndo = run.undoes !== null;
  const waits = run.state === 'held' || run.dry;
  return [
    ...(isUndo || run.membersRead === 0 ? [] : [total('members read in Discord', run.membersRead)]),
    total(isUndo ? 'people of that run' : 'linked people compared', run.users),
    total(run.dry ? 'would be given' : 'given', run.enrolled),
    ...(waits ? [] : [total('taken', run.unenrolled)]),
    ...(waits && run.removals > 0 ? [total(run.dry ? 'would be taken' : 'wait to be taken', run.removals)] : []),
    ...(run.spared > 0 ? [total('kept after a second look', run.spared)] : []),
    total('errors', run.errors),
  ];
}

const total = (name: string, value: number): Total => ({ name, value: formatNumber(value) });
