import type { LinkPageDto, UnlinkDto } from '@pulsetech/contracts';
import { counted, listed } from '../../lib/counted.js';

/** The button that unlinks, with what goes along with it. */
export function unlinkLabel({ courses, cohorts }: LinkPageDto['unlinkEffect']): string {
  if (courses.length > 0) return `Unlink and leave ${counted(courses.length, 'course')}`;
  if (cohorts.length > 0) return `Unlink and leave ${counted(cohorts.length, 'cohort')}`;
  return 'Unlink';
}

export function unlinkedSentence({ removedCourses }: UnlinkDto): string {
  return removedCourses.length === 0
    ? 'You keep all your courses.'
    : `You are no longer in ${listed(removedCourses)}. Linking again brings back what your Discord roles give.`;
}
