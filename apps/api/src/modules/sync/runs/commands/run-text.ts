import type { RunDto } from '@pulsetech/contracts';

/** What the command ends with, for scripts: 0 completed, 3 held, 1 anything else. */
export function exitCodeOf({ state }: Pick<RunDto, 'state'>): number {
  if (state === 'completed') return 0;
  return state === 'held' ? 3 : 1;
}

/** What an operator reads. */
export function summaryOf(run: RunDto): string {
  const { id, state, phase, dry, undoes, enrolled, unenrolled, errors, removals, removed, spared, unlinked } = run;
  const { reason, startedBy } = run;
  const kind = dry ? ' (dry)' : undoes === null ? '' : ` (undoes run ${undoes})`;
  const seconds = run.finishedAt === null ? null : run.finishedAt - run.startedAt;
  const after = seconds === null ? '' : `, after ${seconds} s`;
  const lines = [
    `Run ${id}${kind}: ${state.replaceAll('_', ' ')}${phase === null ? '' : ` (${phase})`}${after}`,
    ...(startedBy === null ? [] : [`  begun by    ${startedBy}`]),
    `  users       ${run.users}`,
    `  enrolled    ${enrolled}`,
    `  unenrolled  ${unenrolled}`,
    `  errors      ${errors}`,
    ...(removals === 0 ? [] : [`  removals    ${removals} collected, ${removed} done, ${spared} spared`]),
    ...(unlinked === 0 ? [] : [`  unlinked    ${unlinked}, whom the LMS no longer has`]),
    ...(reason === null ? [] : [`  ${reason}`]),
    ...run.stops.map(
      (stop) =>
        `  ${stop.label === '' ? 'the whole run' : stop.label}: ${stop.removals} of ${stop.active}, ${stop.people} people`,
    ),
    ...(state === 'held' ? [`  Decide with: run:approve ${id}, or run:reject ${id}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

export function lineOf(run: RunDto): string {
  const kind = run.dry ? 'dry' : run.cause;
  const begun = new Date(run.startedAt * 1000).toISOString();
  const state = run.state.replaceAll('_', ' ');
  return `${String(run.id).padStart(6)}  ${begun}  ${kind.padEnd(8)}  ${state.padEnd(21)}  +${run.enrolled} −${run.unenrolled}, ${run.errors} errors\n`;
}
