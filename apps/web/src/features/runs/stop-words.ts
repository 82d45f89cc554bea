import type { RemovalStop, RunDto, SettingsDto } from '@pulsetech/contracts';
import { counted, formatNumber } from '../../lib/counted.js';
import { share } from '../../lib/share.js';

/** Why a run waits, or would wait: one sentence for each limit that it exceeds. */
export function stopSentence({ scope, label, removals, people, active }: RemovalStop): string {
  const whom = `from ${counted(people, 'person', 'people')}`;
  switch (scope) {
    case 'run':
      return `In all it would take ${counted(removals, 'enrolment or cohort membership', 'enrolments and cohort memberships')} ${whom}: ${share(removals, active)} of the ${formatNumber(active)} that the site has given.`;
    case 'mapping':
      return `${label}: it would take ${formatNumber(removals)} ${whom}, ${share(removals, active)} of ${formatNumber(active)}.`;
    case 'broken_mapping':
      return `${label}: the Discord role was deleted, and ${counted(people, 'person', 'people')} would lose ${formatNumber(removals)} of ${formatNumber(active)}.`;
  }
}

/** What a deleted role took is told once, though it may be over the limit of its mapping as well. */
export function toldStops(stops: readonly RemovalStop[]): readonly RemovalStop[] {
  const ofDeletedRoles = stops.filter(({ scope }) => scope === 'broken_mapping');
  const isToldAlready = ({ scope, mappingId, label }: RemovalStop): boolean =>
    scope === 'mapping' && ofDeletedRoles.some((other) => other.mappingId === mappingId && other.label === label);
  return stops.filter((stop) => !isToldAlready(stop));
}

/** The limits that stand in the settings, in a sentence. */
export function limitSentence({
  removalStopCount,
  removalStopShare,
}: Pick<SettingsDto, 'removalStopCount' | 'removalStopShare'>): string {
  return `By the settings, a run waits when it would take more than ${formatNumber(removalStopCount)} and more than ${String(removalStopShare)} %, in all or by one mapping.`;
}

/** How many people are concerned, when the whole run is over its limit and so was counted. */
export function peopleConcerned({ stops }: Pick<RunDto, 'stops'>): number | null {
  return stops.find(({ scope }) => scope === 'run')?.people ?? null;
}

/** The button that carries the removals out. */
export function approveLabel(run: Pick<RunDto, 'removals' | 'stops'>): string {
  const people = peopleConcerned(run);
  const whom = people === null ? '' : ` from ${counted(people, 'person', 'people')}`;
  return `Take ${counted(run.removals, 'enrolment or membership', 'enrolments and memberships')}${whom}`;
}

/** What losing something means by the settings, for the person who approves it. */
export function lossSentence(policy: SettingsDto['lossPolicy'] | undefined): string {
  switch (policy) {
    case 'unenrol':
      return 'They are unenrolled: access ends, and the course may delete their grades. You can undo the run afterwards; that enrols them again.';
    case 'suspend':
      return 'Their enrolments are suspended: access ends, and grades, groups and submissions stay. You can undo the run afterwards.';
    case undefined:
      return 'Their access ends. You can undo the run afterwards.';
  }
}
