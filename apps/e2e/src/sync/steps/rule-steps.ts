import type { MappingDto } from '@pulsetech/contracts';
import type { Person } from '../model/person.js';
import { discordRole, FIRST_LMS_ROLE, FIRST_USER, GUILD } from '../model/simulated-ids.js';
import { linkRow } from '../site-rows.js';
import { SiteClient } from '../../harness/site-client.js';
import { ACCOUNTS } from '../../harness/discord-people.js';
import { chosen, type Step } from './discord-steps.js';

const MAPPINGS = { least: 14, most: 26 };
const COURSES_LEFT = 12;
const COHORTS_LEFT = 6;
const ROLES_LEFT = 10;

export const addMapping: Step = async (site, random, batch) => {
  const { rules } = site.world;
  if (rules.mappings.length >= MAPPINGS.most) return null;
  const wanted = {
    discordRoleId: random.once(15) ? GUILD : random.oneOf([...rules.discordRoles]),
    courseId: random.oneOf([...rules.courses]),
    roleId: random.oneOf([...rules.lmsRoles]),
    cohortId: random.once(2) ? random.oneOf([...rules.cohorts]) : null,
  };
  const { status, body } = await site.client.post<MappingDto>('/api/v1/mappings', wanted);
  if (status !== 201) return `mapping refused (${status}): ${JSON.stringify(wanted)}`;
  const { discordRoleId, courseId, roleId, cohortId } = wanted;
  const added = { id: body.id, discordRole: discordRoleId, course: courseId, role: roleId, cohort: cohortId };
  rules.mappings = [...rules.mappings, added];
  batch.rulesEdited = true;
  return `mapping added: ${JSON.stringify(added)}`;
};

export const deleteMapping: Step = async (site, random, batch) => {
  const { rules } = site.world;
  if (rules.mappings.length <= MAPPINGS.least) return null;
  const mapping = random.oneOf(rules.mappings);
  rules.mappings = rules.mappings.filter((other) => other !== mapping);
  batch.rulesEdited = true;
  site.guard.narrowAll();
  const { status } = await site.client.delete(`/api/v1/mappings/${mapping.id}`);
  if (status >= 300) throw new Error(`Mapping ${mapping.id} was not deleted: ${status}`);
  return `mapping deleted: ${JSON.stringify(mapping)}`;
};

/** Deleted in Discord: nobody holds the role any more, and no update tells of its holders. */
export const deleteDiscordRole: Step = async (site, random, batch) => {
  const { rules, people } = site.world;
  if (rules.discordRoles.size <= ROLES_LEFT) return null;
  const role = random.oneOf([...rules.discordRoles]);
  rules.discordRoles.delete(role);
  for (const person of people) {
    if (!person.membership.roles.has(role)) continue;
    person.membership = {
      ...person.membership,
      roles: new Set([...person.membership.roles].filter((id) => id !== role)),
    };
    batch.touched.add(person);
  }
  batch.rulesEdited = true;
  site.guard.narrowAll();
  await site.product.sandbox.deleteRole(role);
  return `Discord role deleted: ${role}`;
};

/** A role with an id of its own, or, where it can be undone, one that was deleted before. */
const createDiscordRole: Step = async (site, random, batch) => {
  const { rules } = site.world;
  const gone = [...new Set(rules.mappings.map(({ discordRole: id }) => id))].filter(
    (id) => id !== GUILD && !rules.discordRoles.has(id),
  );
  const role = gone.length > 0 && random.once(2) ? random.oneOf(gone) : discordRole(100 + random.below(900_000));
  rules.discordRoles.add(role);
  batch.rulesEdited = true;
  await site.product.sandbox.putRole(role, `Role ${role}`);
  return `Discord role made: ${role}`;
};

const deleteCourse: Step = async (site, random, batch) => {
  const { rules, people } = site.world;
  if (rules.courses.size <= COURSES_LEFT) return null;
  const course = random.oneOf([...rules.courses]);
  rules.courses.delete(course);
  for (const person of people) {
    person.enrolments.delete(course);
    person.selfEnrolled.delete(course);
    for (const key of [...person.roles.keys()]) if (key.startsWith(`${course}:`)) person.roles.delete(key);
  }
  batch.rulesEdited = true;
  const contexts = '(SELECT id FROM lms_context WHERE contextlevel = 50 AND instanceid = ?)';
  await site.hand.changedBy(async () => {
    await site.database.run(`DELETE FROM lms_role_assignments WHERE contextid IN ${contexts}`, [course]);
    await site.database.run(
      'DELETE FROM lms_user_enrolments WHERE enrolid IN (SELECT id FROM lms_enrol WHERE courseid = ?)',
      [course],
    );
    await site.database.run('DELETE FROM lms_enrol WHERE courseid = ?', [course]);
    await site.database.run('DELETE FROM lms_context WHERE contextlevel = 50 AND instanceid = ?', [course]);
    await site.database.run('DELETE FROM lms_course WHERE id = ?', [course]);
  });
  return `course deleted: ${course}`;
};

const deleteCohort: Step = async (site, random, batch) => {
  const { rules, people } = site.world;
  if (rules.cohorts.size <= COHORTS_LEFT) return null;
  const cohort = random.oneOf([...rules.cohorts]);
  rules.cohorts.delete(cohort);
  for (const person of people) person.cohorts.delete(cohort);
  batch.rulesEdited = true;
  await site.hand.changedBy(async () => {
    await site.database.run('DELETE FROM lms_cohort_members WHERE cohortid = ?', [cohort]);
    await site.database.run('DELETE FROM lms_cohort WHERE id = ?', [cohort]);
  });
  return `cohort deleted: ${cohort}`;
};

const deleteLmsRole: Step = async (site, random, batch) => {
  const { rules, people } = site.world;
  const spare = [...rules.lmsRoles].filter((role) => role >= FIRST_LMS_ROLE);
  if (spare.length === 0 || !random.once(3)) return null;
  const role = random.oneOf(spare);
  rules.lmsRoles.delete(role);
  for (const person of people) {
    for (const key of [...person.roles.keys()]) if (key.endsWith(`:${role}`)) person.roles.delete(key);
  }
  batch.rulesEdited = true;
  await site.hand.changedBy(async () => {
    await site.database.run('DELETE FROM lms_role_assignments WHERE roleid = ?', [role]);
    await site.database.run('DELETE FROM lms_role WHERE id = ?', [role]);
  });
  return `LMS role deleted: ${role}`;
};

const unlink: Step = async (site, random, batch) => {
  const person = batch.somebody(random, ({ linked }) => linked);
  if (!person) return null;
  batch.touched.add(person);
  const client = await SiteClient.signedIn(site.product.url, `sim${person.userId}`, ACCOUNTS.jsmith.password);
  const { status, body } = await client.delete('/api/v1/link');
  if (status >= 300) throw new Error(`User ${person.userId} could not unlink: ${status} ${JSON.stringify(body)}`);
  site.world.unlink(person);
  return `unlinked: ${person.userId}`;
};

const relink: Step = async (site, random, batch) => {
  const person = batch.somebody(random, (somebody) => !somebody.linked && !site.deleted.has(somebody));
  if (!person) return null;
  batch.touched.add(person);
  await site.database.insert('local_pulsetech_discord_users', [linkRow(person.userId, person.discordId)]);
  person.linked = true;
  return `linked again: ${person.userId}`;
};

/** Suspended people are synchronised like everybody. */
const suspendAccount: Step = async (site, random, batch) => {
  const person = batch.somebody(random, (somebody) => !site.deleted.has(somebody));
  if (!person) return null;
  await site.database.run('UPDATE lms_user SET suspended = 1 - suspended WHERE id = ?', [person.userId]);
  return `account suspended or not: ${person.userId}`;
};

/** The LMS takes everything with the user, as Moodle does; link and ledger are ours to forget. */
const deleteAccount: Step = async (site, random, batch) => {
  const person = batch.somebody(random, (somebody) => !site.deleted.has(somebody) && somebody.linked);
  if (!person) return null;
  const { userId } = person;
  await site.hand.changedBy(async () => {
    for (const table of ['lms_user_enrolments', 'lms_role_assignments', 'lms_cohort_members']) {
      await site.database.run(`DELETE FROM ${table} WHERE userid = ?`, [userId]);
    }
    await site.database.run('UPDATE lms_user SET deleted = 1 WHERE id = ?', [userId]);
  });
  forgetAll(person);
  site.deleted.add(person);
  batch.touched.add(person);
  return `account deleted: ${userId}`;
};

function forgetAll(person: Person): void {
  person.linked = false;
  for (const held of [person.enrolments, person.selfEnrolled, person.roles, person.cohorts, person.grants])
    held.clear();
}

const settings: Step = async (site, random, batch) => {
  const { rules, removalStop } = site.world;
  const lossPolicy = random.oneOf(['unenrol', 'unenrol', 'suspend'] as const);
  const brokenMappings = random.oneOf(['hold', 'hold', 'revoke', 'keep'] as const);
  const limits = random.oneOf([
    { count: 20, share: 10 },
    { count: 0, share: 0 },
    { count: 50, share: 5 },
    { count: 1_000_000, share: 100 },
  ]);
  Object.assign(removalStop, limits);
  Object.assign(rules, { lossPolicy, brokenMappings });
  batch.rulesEdited = true;
  const saved = { lossPolicy, brokenMappings, removalStopCount: limits.count, removalStopShare: limits.share };
  await site.admin.save(saved);
  return `settings: ${JSON.stringify(saved)}`;
};

/** Ten days go by for all suspensions, and five are the grace. */
const letGraceEnd: Step = async (site, _random, batch) => {
  const { world } = site;
  const suspended = (person: Person) =>
    [...person.enrolments.keys()].filter((course) => isSuspendedByUs(person, course));
  const people = world.people.filter((person) => suspended(person).length > 0);
  // Whether a role given by hand keeps a suspended enrolment is not said.
  const unclear = people.some((person) =>
    suspended(person).some((course) => person.rolesIn(course, 'hand').length > 0),
  );
  // Nor whether a broken mapping, which takes nothing, lets a suspension end.
  const broken = world.brokenMappings().length > 0;
  if (people.length === 0 || unclear || broken) return null;
  for (const person of people) world.expired.set(person, suspended(person));
  batch.rulesEdited = true;
  const aged = "UPDATE sync_grants SET timemodified = timemodified - 864000 WHERE state = 'suspended' AND userid >= ?";
  await site.database.run(aged, [FIRST_USER]);
  Object.assign(world.removalStop, { count: 1_000_000, share: 100 });
  await site.admin.save({ graceDays: 5, removalStopCount: 1_000_000, removalStopShare: 100 });
  return `grace ends for ${people.length} people`;
};

function isSuspendedByUs(person: Person, course: number): boolean {
  return person.grantsIn(course).some((role) => person.grants.get(`role:${course}:${role}`) === 'suspended');
}

/** What people with rights change while nothing else goes on. */
export const RULE_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [6, addMapping],
  [4, deleteMapping],
  [2, deleteDiscordRole],
  [2, createDiscordRole],
  [1, deleteCourse],
  [1, deleteCohort],
  [1, deleteLmsRole],
  [2, unlink],
  [2, relink],
  [1, suspendAccount],
  [1, deleteAccount],
  [2, settings],
  [2, letGraceEnd],
];

export const ruleStep = (random: Parameters<Step>[1]): Step => chosen(RULE_STEPS, random);
