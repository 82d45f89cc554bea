import type { RunDto, RunFiguresDto } from '@pulsetech/contracts';
import { formatNumber } from '../../lib/counted.js';

export interface Total {
  readonly name: string;
  readonly value: string;
}

/** The figures of a whole run, in the order in which it comes to them; what never came up is left out. */
export function totalsOf(run: RunDto, figures: RunFiguresDto | undefined): Total[] {
  const isUndo = run.undoes !== null;
  return [
    ...(isUndo || (run.membersRead === 0 && run.state !== 'running')
      ? []
      : [total('members read in Discord', run.membersRead)]),
    total(isUndo ? 'people of that run' : 'linked people compared', run.users),
    ...(run.dry ? planned(figures) : [total('enrolments given', run.enrolled)]),
    ...(run.dry || run.state === 'held' ? [] : [total('enrolments taken', run.unenrolled)]),
    ...(run.state === 'held' ? [total('removals wait for you', run.removals)] : []),
    ...(run.spared > 0 ? [total('kept after a second look', run.spared)] : []),
    total('errors', run.errors),
  ];
}

/** What a dry run would do; it gives nothing itself, so its plan is counted. */
function planned(figures: RunFiguresDto | undefined): Total[] {
  if (figures === undefined) return [];
  const sum = (name: 'toGive' | 'toTake'): number => figures.courses.reduce((all, row) => all + row[name], 0);
  return [total('enrolments to give', sum('toGive')), total('enrolments to take', sum('toTake'))];
}

const total = (name: string, value: number): Total => ({ name, value: formatNumber(value) });
