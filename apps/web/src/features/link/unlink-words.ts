import type { LinkPageDto, UnlinkDto } from '@pulsetech/contracts';
import { counted, listed } from '../../lib/counted.js';

/** The button that unlinks, with what goes along with it. */
export function unlinkLabel({ courses: removed, suspended, cohorts }: LinkPageDto['unlinkEffect']): string {
  const courses = [...removed, ...suspended];
  if (courses.length > 0) return `Unlink and leave ${counted(courses.length, 'course')}`;
  if (cohorts.length > 0) return `Unlink and leave ${counted(cohorts.length, 'cohort')}`;
  return 'Unlink';
}

export function unlinkedSentence({ removedCourses, suspendedCourses }: UnlinkDto): string {
  if (removedCourses.length + suspendedCourses.length === 0) return 'You keep all your courses.';
  const removed = removedCourses.length === 0 ? [] : [`You are no longer in ${listed(removedCourses)}.`];
  const suspended =
    suspendedCourses.length === 0 ? [] : [`You cannot enter ${listed(suspendedCourses)}; what you did there is kept.`];
  return [...removed, ...suspended, 'Linking again brings back what your Discord roles give.'].join(' ');
}
