const USERS = 2000;
const COURSES = 40;
const MAPPINGS = 20;
const FIRST_ID = 10_001;
const STUDENT = 5;
const COURSE_CONTEXT = 50;
const NOW = 1_767_225_600;

const numbered = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const discordId = (index) => String(400_000_000_000_000_000n + BigInt(index));

/** Discord ids of all users, who are all linked. */
export const BENCH_USERS = numbered(USERS, discordId);

const roleIds = numbered(MAPPINGS, (index) => String(500_000_000_000_000_000n + BigInt(index)));

/** Half of the mapped roles; and as many, half of them others. */
export const HELD_ROLES = roleIds.slice(0, MAPPINGS / 2);
export const LATER_ROLES = roleIds.slice(MAPPINGS / 4, (3 * MAPPINGS) / 4);

/** Makes the mapped roles in the sandbox's guild, so that the mappings are whole. */
export async function createRoles(sandbox) {
  for (const [index, id] of roleIds.entries()) await sandbox.putRole(id, `Bench role ${index + 1}`);
}

/**
 * Rows by table: a site of 2,000 linked users, 40 courses, and 20 mappings that each give a course and a cohort. They
 * come on top of the demo's, whose own mappings are taken out.
 */
export const BENCH_ROWS = {
  lms_user: numbered(USERS, (index) => ({
    id: FIRST_ID + index,
    auth: 'manual',
    confirmed: 1,
    username: `bench${index}`,
    firstname: 'Bench',
    lastname: `User ${index}`,
    email: `bench${index}@example.com`,
    emailkey: `bench${index}@example.com`,
    timecreated: NOW,
    timemodified: NOW,
  })),
  local_pulsetech_discord_users: numbered(USERS, (index) => ({
    userid: FIRST_ID + index,
    discord_id: discordId(index),
    discord_username: `bench${index}`,
    timecreated: NOW,
    timemodified: NOW,
  })),
  lms_course: numbered(COURSES, (index) => ({
    id: FIRST_ID + index,
    shortname: `BENCH${index}`,
    fullname: `Bench course ${index}`,
    sortorder: FIRST_ID + index,
    timecreated: NOW,
    timemodified: NOW,
  })),
  lms_context: numbered(COURSES, (index) => ({ contextlevel: COURSE_CONTEXT, instanceid: FIRST_ID + index })),
  lms_enrol: numbered(COURSES, (index) => ({
    enrol: 'manual',
    courseid: FIRST_ID + index,
    roleid: STUDENT,
    timecreated: NOW,
    timemodified: NOW,
  })),
  lms_cohort: numbered(MAPPINGS, (index) => ({
    id: FIRST_ID + index,
    name: `Bench cohort ${index}`,
    timecreated: NOW,
    timemodified: NOW,
  })),
  local_pulsetech_discord_role_mappings: roleIds.map((discord_role_id, index) => ({
    discord_role_id,
    discord_role_name: `Bench role ${index + 1}`,
    courseid: FIRST_ID + index,
    roleid: STUDENT,
    cohortid: FIRST_ID + index,
    timecreated: NOW,
    timemodified: NOW,
  })),
};
