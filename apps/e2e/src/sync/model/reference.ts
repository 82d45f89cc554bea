import type { LossPolicyName } from '@pulsetech/contracts';
import { ABSENT, type Person } from './person.js';
import { claimsOf, type Claims, type Roleless, type Rules } from './rules.js';

/**
 * What one settled synchronisation makes of a person: docs/synchronisation.md, written down once more and apart
 * from the product.
 */
export function synchronise(person: Person, rules: Rules, roleless: Roleless): void {
  if (!person.linked) return;
  const claims = claimsOf(person, rules, roleless);
  for (const course of coursesOf(person, claims)) settleCourse(person, course, claims, rules.lossPolicy);
  for (const cohort of cohortsOf(person, claims)) settleCohort(person, cohort, claims);
}

/** Unlinking takes back what we gave, by the loss policy. */
export function unlink(person: Person, rules: Rules): void {
  person.membership = { ...ABSENT };
  synchronise(person, rules, 'keep');
  person.linked = false;
}

/** A suspension that lasted longer than the grace period becomes an unenrolment; one that was resumed does not. */
export function endGrace(person: Person, course: number): void {
  const roles = person.grantsIn(course);
  if (!roles.some((role) => person.grants.get(`role:${course}:${role}`) === 'suspended')) return;
  for (const role of roles) lose(person, course, role);
  if (person.enrolments.get(course)?.by === 'us') person.enrolments.delete(course);
}

function coursesOf(person: Person, { gives }: Claims): number[] {
  const keys = [...gives, ...person.grants.keys()].filter((key) => key.startsWith('role:'));
  return [...new Set(keys.map((key) => Number(key.split(':')[1])))];
}

function cohortsOf(person: Person, { gives }: Claims): number[] {
  const keys = [...gives, ...person.grants.keys()].filter((key) => key.startsWith('cohort:'));
  return [...new Set(keys.map((key) => Number(key.split(':')[1])))];
}

/** A membership that somebody else made is adopted, and stays when the role goes. */
function settleCohort(person: Person, cohort: number, { gives, keeps }: Claims): void {
  const key = `cohort:${cohort}`;
  if (gives.has(key)) {
    if (person.grants.has(key)) return;
    person.grants.set(key, 'active');
    if (!person.cohorts.has(cohort)) person.cohorts.set(cohort, 'us');
    return;
  }
  if (keeps.has(key)) return;
  person.grants.delete(key);
  if (person.cohorts.get(cohort) === 'us') person.cohorts.delete(cohort);
}

function settleCourse(person: Person, course: number, { gives, keeps }: Claims, policy: LossPolicyName): void {
  const keyOf = (role: number) => `role:${course}:${role}`;
  const given = [...gives].filter((key) => key.startsWith(`role:${course}:`)).map((key) => Number(key.split(':')[2]));
  const held = person.grantsIn(course);
  const isActive = (role: number) => person.grants.get(keyOf(role)) === 'active';
  const kept = held.filter((role) => keeps.has(keyOf(role)) && isActive(role));
  if (given.length > 0) {
    for (const role of given) if (!isActive(role)) gain(person, course, role);
    // A course that is open again holds only what is entitled to.
    for (const role of person.grantsIn(course)) {
      if (!given.includes(role) && !kept.includes(role)) lose(person, course, role);
    }
    return;
  }
  if (kept.length > 0) {
    for (const role of held) if (!kept.includes(role) && isActive(role)) lose(person, course, role);
    return;
  }
  if (held.some(isActive)) leave(person, course, policy);
}

function gain(person: Person, course: number, role: number): void {
  const wasSuspended = person
    .grantsIn(course)
    .some((other) => person.grants.get(`role:${course}:${other}`) === 'suspended');
  const enrolment = person.enrolments.get(course);
  if (!enrolment) person.enrolments.set(course, { by: 'us', suspended: false });
  else if (wasSuspended && enrolment.by === 'us') person.enrolments.set(course, { by: 'us', suspended: false });
  person.grants.set(`role:${course}:${role}`, 'active');
  if (!person.holds(course, role, 'hand')) person.give(course, role, 'us');
}

function lose(person: Person, course: number, role: number): void {
  person.grants.delete(`role:${course}:${role}`);
  person.take(course, role, 'us');
}

/** The last grant in the course goes. What people made by hand stays, and what they hang on our enrolment keeps it. */
function leave(person: Person, course: number, policy: LossPolicyName): void {
  const enrolment = person.enrolments.get(course);
  const ours = enrolment?.by === 'us' && person.rolesIn(course, 'hand').length === 0;
  if (ours && policy === 'suspend') {
    // Where somebody suspended it before us there is nothing left to end: it is theirs to resume, and forgotten by us.
    const theirs = enrolment.suspended;
    person.enrolments.set(course, { by: 'us', suspended: true });
    for (const role of person.grantsIn(course)) {
      if (theirs) person.grants.delete(`role:${course}:${role}`);
      else person.grants.set(`role:${course}:${role}`, 'suspended');
    }
    return;
  }
  for (const role of person.grantsIn(course)) lose(person, course, role);
  for (const role of person.rolesIn(course, 'us')) person.take(course, role, 'us');
  if (ours && policy === 'unenrol') person.enrolments.delete(course);
}
