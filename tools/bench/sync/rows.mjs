import { discordIdOf, FIRST_ID, givesCohort, mappedRoles, MAPPINGS } from './people.mjs';

const STUDENT = 5;
const COURSE_CONTEXT = 50;
const NOW = 1_767_225_600;

const times = { timecreated: NOW, timemodified: NOW };
const numbered = (make) => Array.from({ length: MAPPINGS }, (_, index) => make(index));

/** What of the demo is in the way: its mappings, and its people's links. */
export const WITHOUT_DEMO = [
  'DELETE FROM local_pulsetech_discord_role_mappings',
  'DELETE FROM local_pulsetech_discord_users',
];

/** Rows by table: 20 courses, each with a mapping, and a cohort for every other one. */
export const SITE_ROWS = {
  lms_course: numbered((index) => ({
    id: FIRST_ID + index,
    shortname: `BENCH${index}`,
    fullname: `Bench course ${index}`,
    sortorder: FIRST_ID + index,
    ...times,
  })),
  lms_context: numbered((index) => ({ contextlevel: COURSE_CONTEXT, instanceid: FIRST_ID + index })),
  lms_enrol: numbered((index) => ({ enrol: 'manual', courseid: FIRST_ID + index, roleid: STUDENT, ...times })),
  lms_cohort: numbered((index) => ({ id: FIRST_ID + index, name: `Bench cohort ${index}`, ...times })),
  local_pulsetech_discord_role_mappings: numbered((index) => ({
    discord_role_id: mappedRoles()[index],
    discord_role_name: `Bench role ${index + 1}`,
    courseid: FIRST_ID + index,
    roleid: STUDENT,
    cohortid: givesCohort(index) ? FIRST_ID + index : null,
    ...times,
  })),
};

/** Rows by table of linked users. @param {readonly number[]} people */
export function peopleRows(people) {
  return {
    lms_user: people.map((index) => ({
      id: FIRST_ID + index,
      auth: 'manual',
      confirmed: 1,
      username: `bench${index}`,
      firstname: 'Bench',
      lastname: `User ${index}`,
      email: `bench${index}@example.com`,
      emailkey: `bench${index}@example.com`,
      ...times,
    })),
    local_pulsetech_discord_users: people.map((index) => ({
      userid: FIRST_ID + index,
      discord_id: discordIdOf(index),
      discord_username: `bench${index}`,
      ...times,
    })),
  };
}
