import type { Random } from '../../hostile/random.js';
import type { Value } from '../../harness/product-database.js';
import type { Person } from '../model/person.js';
import { STUDENT, TEACHER, TEACHER_ID } from '../model/simulated-ids.js';
import type { SimulatedSite } from '../simulated-site.js';
import type { Batch } from './batch.js';
import type { Step } from './discord-steps.js';

const NOW = 1_767_300_000;
const ROLES = [STUDENT, TEACHER];

interface Place {
  readonly person: Person;
  readonly course: number;
}

function place(
  site: SimulatedSite,
  random: Random,
  batch: Batch,
  suits: (at: Place) => boolean = () => true,
): Place | null {
  for (let tries = 0; tries < 30; tries++) {
    const person = batch.bystander(random, ({ linked }) => linked);
    if (!person) return null;
    const at = { person, course: random.oneOf([...site.world.rules.courses]) };
    if (suits(at)) return at;
  }
  return null;
}

const one = async (site: SimulatedSite, sql: string, values: readonly Value[]): Promise<number> => {
  const [row] = await site.database.query<{ id: number }>(sql, values);
  if (!row) throw new Error(`Nothing is found by ${sql} with ${values.join()}.`);
  return row.id;
};

async function instance(site: SimulatedSite, course: number, method: string): Promise<number> {
  const find = 'SELECT id FROM lms_enrol WHERE courseid = ? AND enrol = ?';
  if ((await site.database.query(find, [course, method])).length === 0) {
    const row = { enrol: method, courseid: course, roleid: STUDENT, timecreated: NOW, timemodified: NOW };
    await site.database.insert('lms_enrol', [row]);
  }
  return one(site, find, [course, method]);
}

async function context(site: SimulatedSite, course: number): Promise<number> {
  const find = 'SELECT id FROM lms_context WHERE contextlevel = 50 AND instanceid = ?';
  if ((await site.database.query(find, [course])).length === 0) {
    await site.database.insert('lms_context', [{ contextlevel: 50, instanceid: course }]);
  }
  return one(site, find, [course]);
}

async function assign(site: SimulatedSite, { person, course }: Place, role: number): Promise<void> {
  if (person.holds(course, role, 'hand')) return;
  const row = { userid: person.userId, contextid: await context(site, course), roleid: role, modifierid: TEACHER_ID };
  await site.database.insert('lms_role_assignments', [{ ...row, timemodified: NOW, component: '' }]);
  person.give(course, role, 'hand');
}

/** Enrols by hand, with a role or without; who is enrolled already gets the role only. */
const enrol: Step = async (site, random, batch) => {
  const at = place(site, random, batch);
  if (!at) return null;
  const { person, course } = at;
  if (!person.enrolments.has(course)) {
    const enrolid = await instance(site, course, 'manual');
    const row = { userid: person.userId, enrolid, modifierid: TEACHER_ID, timestart: NOW };
    await site.database.insert('lms_user_enrolments', [{ ...row, timecreated: NOW, timemodified: NOW }]);
    person.enrolments.set(course, { by: 'hand', suspended: false });
  }
  if (!random.once(4)) await assign(site, at, random.oneOf(ROLES));
  return `by hand: ${person.userId} into ${course}`;
};

const assignOnly: Step = async (site, random, batch) => {
  const at = place(site, random, batch);
  if (!at) return null;
  const role = random.oneOf(ROLES);
  await assign(site, at, role);
  return `by hand: role ${role} for ${at.person.userId} in ${at.course}`;
};

const enrolSelf: Step = async (site, random, batch) => {
  const at = place(site, random, batch, ({ person, course }) => !person.selfEnrolled.has(course));
  if (!at) return null;
  const { person, course } = at;
  const enrolid = await instance(site, course, 'self');
  const row = { userid: person.userId, enrolid, modifierid: person.userId, timestart: NOW };
  await site.database.insert('lms_user_enrolments', [{ ...row, timecreated: NOW, timemodified: NOW }]);
  person.selfEnrolled.add(course);
  return `enrols oneself: ${person.userId} in ${course}`;
};

/** Takes a role that was given by hand; not one that we found there and answer for since. */
const unassign: Step = async (site, random, batch) => {
  const person = batch.bystander(random, (somebody) => handRoles(somebody).length > 0);
  if (!person) return null;
  const { course, role } = random.oneOf(handRoles(person));
  await site.database.run(
    "DELETE FROM lms_role_assignments WHERE userid = ? AND contextid = ? AND roleid = ? AND component = ''",
    [person.userId, await context(site, course), role],
  );
  person.take(course, role, 'hand');
  return `by hand: role ${role} of ${person.userId} in ${course} taken`;
};

function handRoles(person: Person): { course: number; role: number }[] {
  return [...person.roles].flatMap(([key, makers]) => {
    const [course = 0, role = 0] = key.split(':').map(Number);
    const adopted = person.grants.has(`role:${key}`) && !makers.has('us');
    return makers.has('hand') && !adopted ? [{ course, role }] : [];
  });
}

const unenrol: Step = async (site, random, batch) => {
  const coursesOf = (person: Person) =>
    [...person.enrolments].filter(([course, { by }]) => by === 'hand' && person.grantsIn(course).length === 0);
  const person = batch.bystander(random, (somebody) => coursesOf(somebody).length > 0);
  if (!person) return null;
  const [course] = random.oneOf(coursesOf(person));
  await site.database.run('DELETE FROM lms_user_enrolments WHERE userid = ? AND enrolid = ?', [
    person.userId,
    await instance(site, course, 'manual'),
  ]);
  person.enrolments.delete(course);
  if (!person.selfEnrolled.has(course)) {
    await site.database.run('DELETE FROM lms_role_assignments WHERE userid = ? AND contextid = ?', [
      person.userId,
      await context(site, course),
    ]);
    for (const role of person.rolesIn(course, 'hand')) person.take(course, role, 'hand');
  }
  return `by hand: ${person.userId} out of ${course}`;
};

/** Suspends an enrolment, whoever made it, or ends such a suspension; never one that the loss policy made. */
const suspend: Step = async (site, random, batch) => {
  const suits = (person: Person) =>
    [...person.enrolments].filter(([course]) =>
      person.grantsIn(course).every((role) => person.grants.get(`role:${course}:${role}`) === 'active'),
    );
  const person = batch.bystander(random, (somebody) => suits(somebody).length > 0);
  if (!person) return null;
  const [course, enrolment] = random.oneOf(suits(person));
  const suspended = !enrolment.suspended;
  await site.database.run('UPDATE lms_user_enrolments SET status = ? WHERE userid = ? AND enrolid = ?', [
    suspended ? 1 : 0,
    person.userId,
    await instance(site, course, 'manual'),
  ]);
  person.enrolments.set(course, { ...enrolment, suspended });
  return `by hand: ${person.userId} in ${course} ${suspended ? 'suspended' : 'active again'}`;
};

const cohort: Step = async (site, random, batch) => {
  const cohortId = random.oneOf([...site.world.rules.cohorts]);
  const suits = (person: Person) => !person.cohorts.has(cohortId) || isFree(person, cohortId);
  const person = batch.bystander(random, suits);
  if (!person) return null;
  if (person.cohorts.has(cohortId)) {
    await site.database.run('DELETE FROM lms_cohort_members WHERE userid = ? AND cohortid = ?', [
      person.userId,
      cohortId,
    ]);
    person.cohorts.delete(cohortId);
  } else {
    const row = { userid: person.userId, cohortid: cohortId, timeadded: NOW, component: '' };
    await site.database.insert('lms_cohort_members', [row]);
    person.cohorts.set(cohortId, 'hand');
  }
  return `by hand: ${person.userId} and cohort ${cohortId}`;
};

const isFree = (person: Person, cohortId: number): boolean =>
  person.cohorts.get(cohortId) === 'hand' && !person.grants.has(`cohort:${cohortId}`);

const TEACHER_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [5, enrol],
  [1, assignOnly],
  [1, enrolSelf],
  [2, unassign],
  [2, unenrol],
  [3, suspend],
  [4, cohort],
];

/** A teacher at work: several steps, between which nothing else of people's changes. */
export async function teach(site: SimulatedSite, random: Random, batch: Batch, steps: number): Promise<void> {
  await site.hand.changedBy(async () => {
    for (let done = 0; done < steps; done++) {
      const what = await chosenStep(random)(site, random, batch);
      if (what !== null) batch.note(what);
    }
  });
  for (const person of site.world.people)
    if (!batch.touched.has(person) && !batch.rulesEdited) site.guard.replace(person);
}

function chosenStep(random: Random): Step {
  const all = TEACHER_STEPS.flatMap(([weight, step]) => Array.from({ length: weight }, () => step));
  return random.oneOf(all);
}
