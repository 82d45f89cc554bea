import type { Person } from './person.js';
import { claimsOf, type Rules } from './rules.js';

/**
 * Whether it matters for the outcome what is seen of a person in between: such a person changes at most once before the
 * next run has ended, so that the model knows what was seen. For everybody else only the last observation counts.
 */
export function isFragile(person: Person, rules: Rules, rolelessExist: boolean): boolean {
  if (rules.lossPolicy === 'suspend' || (rules.brokenMappings === 'keep' && rolelessExist)) return true;
  const { gives } = claimsOf(person, rules, 'keep');
  const held = [...person.grants];
  // What only a broken mapping keeps is lost for good, and a suspension is either resumed or never was.
  if (held.some(([key, state]) => state === 'suspended' || !gives.has(key))) return true;
  const courses = new Set([
    ...person.enrolments.keys(),
    ...[...person.roles.keys()].map((key) => Number(key.split(':')[0])),
  ]);
  return [...courses].some((course) => {
    const enrolment = person.enrolments.get(course);
    const ours = enrolment?.by === 'us';
    const byHand = person.rolesIn(course, 'hand').length > 0;
    // Our enrolment stays while somebody's role hangs on it, and goes with our next role in the course; a suspension by
    // hand ends with the enrolment.
    return (
      (byHand && enrolment?.by !== 'hand') || (ours && (enrolment.suspended || person.grantsIn(course).length === 0))
    );
  });
}
