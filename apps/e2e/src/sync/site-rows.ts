import type { Row } from '../harness/product-database.js';
import { discordRole, FIRST_COHORT, FIRST_COURSE, FIRST_LMS_ROLE, STUDENT } from './model/simulated-ids.js';
import { COHORTS, COURSES, DISCORD_ROLES, SPARE_LMS_ROLES, World } from './model/world.js';

const COURSE_CONTEXT = 50;
const NOW = 1_767_225_600;
/** The last courses have neither context nor enrolment method yet: the product makes them when it needs them. */
const BARE_COURSES = 2;

const times = { timecreated: NOW, timemodified: NOW };
const numbered = (count: number, make: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** What of the demo would be in the way: its mappings, and its linked people with what they were given. */
export const CLEARED: readonly string[] = [
  'DELETE FROM local_pulsetech_discord_role_mappings',
  'DELETE FROM local_pulsetech_discord_users',
  'DELETE FROM sync_grants',
  'DELETE FROM sync_states',
  "DELETE FROM lms_role_assignments WHERE component = 'local_pulsetech_discord'",
  'DELETE FROM lms_user_enrolments WHERE modifierid = 0',
  "DELETE FROM lms_cohort_members WHERE component = 'local_pulsetech_discord'",
];

/** Rows by table for a site of the world's people, all linked, and of what its mappings speak of. */
export function rowsOf(world: World, passwordHash: string): Record<string, Row[]> {
  const ordinary = Math.floor(COURSES - BARE_COURSES);
  return {
    lms_user: world.people.map(({ userId }) => ({
      id: userId,
      auth: 'manual',
      confirmed: 1,
      username: `sim${userId}`,
      password: passwordHash,
      firstname: 'Sim',
      lastname: `User ${userId}`,
      email: `sim${userId}@example.com`,
      emailkey: `sim${userId}@example.com`,
      ...times,
    })),
    local_pulsetech_discord_users: world.people.map(({ userId, discordId }) => linkRow(userId, discordId)),
    lms_role: numbered(SPARE_LMS_ROLES, (index) => ({
      id: FIRST_LMS_ROLE + index,
      name: `Role of the site ${index}`,
      shortname: `site${index}`,
      sortorder: FIRST_LMS_ROLE + index,
      archetype: index % 2 === 0 ? 'student' : 'teacher',
    })),
    lms_course: numbered(COURSES, (index) => ({
      id: FIRST_COURSE + index,
      shortname: `SIM${index}`,
      fullname: `Simulated course ${index}`,
      sortorder: FIRST_COURSE + index,
      ...times,
    })),
    lms_context: numbered(ordinary, (index) => ({ contextlevel: COURSE_CONTEXT, instanceid: FIRST_COURSE + index })),
    lms_enrol: numbered(ordinary, (index) => ({
      enrol: 'manual',
      courseid: FIRST_COURSE + index,
      roleid: STUDENT,
      ...times,
    })),
    lms_cohort: numbered(COHORTS, (index) => ({
      id: FIRST_COHORT + index,
      name: `Simulated cohort ${index}`,
      ...times,
    })),
    local_pulsetech_discord_role_mappings: World.firstMappings().map(
      ({ discordRole: role, course, role: lmsRole, cohort }) => ({
        discord_role_id: role,
        discord_role_name: `Role ${role}`,
        courseid: course,
        roleid: lmsRole,
        cohortid: cohort,
        ...times,
      }),
    ),
  };
}

export function linkRow(userId: number, discordId: string): Row {
  return { userid: userId, discord_id: discordId, discord_username: `sim${userId}`, ...times };
}

export const ROLES_OF_THE_GUILD = Array.from({ length: DISCORD_ROLES }, (_, index) => discordRole(index));
