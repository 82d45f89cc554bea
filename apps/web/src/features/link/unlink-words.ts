import type { LinkPageDto, UnlinkDto } from '@pulsetech/contracts';
import { counted, listed } from '../../lib/counted.js';

/** The button that unlinks, with what goes along with it. */
export function unlinkLabel({ courses, suspended, cohorts }: LinkPageDto['unlinkEffect']): string {
  const effects = [
    ...(courses.length > 0 ? [`leave ${counted(courses.length, 'course')}`] : []),
    ...(suspended.length > 0 ? [`pause ${counted(suspended.length, 'course')}`] : []),
  ];
  const cohortsAlone = effects.length === 0 && cohorts.length > 0 ? [`leave ${counted(cohorts.length, 'cohort')}`] : [];
  return listed(['Unlink', ...effects, ...cohortsAlone]);
}

export function unlinkedSentence({ removedCourses, suspendedCourses }: UnlinkDto): string {
  if (removedCourses.length + suspendedCourses.length === 0) return 'You keep all your courses.';
  const removed = removedCourses.length === 0 ? [] : [`You are no longer in ${listed(removedCourses)}.`];
  const suspended =
    suspendedCourses.length === 0 ? [] : [`You cannot enter ${listed(suspendedCourses)}; what you did there is kept.`];
  return [...removed, ...suspended, 'Linking again brings back what your Discord roles give.'].join(' ');
}
