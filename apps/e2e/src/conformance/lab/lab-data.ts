import type { Row } from '../../harness/product-database.js';

/** The recorded site: its people, courses and mappings under the ids that the recordings show. */

/** When the recorded site was filled, Unix seconds. */
export const LAB_EPOCH = 1795341535;

export const SITE_NAME = 'Lab Moodle';

const MANAGER = 1;
const TEACHER = 3;
const NON_EDITING = 4;
export const STUDENT = 5;
/** The recorded administrator may do everything without a role; here a role of the whole site says so. */
export const ADMINISTRATOR = 90;
/** May use REST, and nothing else. */
export const REST_ONLY = 91;

export const USERS = {
  guest: 1,
  admin: 2,
  nobody: 3,
  manager: 4,
  jsmith: 5,
  ampuser: 6,
  suspended: 7,
  ghost: 8,
  plain: 9,
  managerWithRest: 412,
  noLogin: 417,
  forcePassword: 418,
  oauth: 6010,
  service: 6047,
} as const;

export interface Person {
  readonly id: number;
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly suspended?: number;
  readonly deleted?: number;
  readonly auth?: string;
  /** When it is not that of all. */
  readonly password?: string;
  /** Roles for the whole site. */
  readonly roles?: readonly number[];
  readonly profile?: Readonly<Partial<Record<'idnumber' | 'department' | 'institution' | 'address' | 'city', string>>> &
    Readonly<Partial<Record<'country' | 'timezone' | 'description', string>>>;
}

/** How many `u00001`, `u00002`… there are; the first has the id after the ghost's. */
const ORDINARY = 6000;

const ordinary = (number: number): Person => ({
  id: USERS.ghost + number,
  ...(USERS.ghost + number === USERS.plain ? { roles: [REST_ONLY] } : {}),
  username: `u${String(number).padStart(5, '0')}`,
  firstname: `First${number}`,
  lastname: `Last${number}`,
  email: `u${number}@example.com`,
});

/** People with something particular, in the places of ordinary ones. */
const SPECIAL: readonly Person[] = [
  {
    id: 409,
    username: 'idn',
    firstname: 'Idn',
    lastname: 'Umber',
    email: 'idn@example.com',
    profile: {
      idnumber: 'IDN é 1',
      institution: 'Inst "q"',
      address: '1, rue',
      city: 'Paris',
      country: 'FR',
      timezone: 'Europe/Paris',
      description: '<p>Hé <script>x</script></p>',
    },
  },
  ...(['Two', 'Three'] as const).map((lastname, at) => ({
    id: 410 + at,
    username: `idn${at + 2}`,
    firstname: 'Idn',
    lastname,
    email: `idn${at + 2}@example.com`,
    profile: { idnumber: 'dup' },
  })),
  {
    id: USERS.managerWithRest,
    username: 'manager2',
    firstname: 'Man',
    lastname: 'Ager2',
    email: 'manager2@example.com',
    roles: [MANAGER, REST_ONLY],
  },
  {
    id: 413,
    username: 'idzero',
    firstname: 'Id',
    lastname: 'Zero',
    email: 'idzero@example.com',
    profile: { idnumber: '0' },
  },
  {
    id: 414,
    username: '1e1',
    firstname: 'Num',
    lastname: 'Eric',
    email: '1e1@example.com',
    profile: { idnumber: '007' },
  },
  {
    id: 415,
    username: 'pwspace',
    firstname: 'Pw',
    lastname: 'Space',
    email: 'Pw.Space@Example.COM',
    password: ' lead and trail ',
  },
  { id: 416, username: 'accent', firstname: 'Acc', lastname: 'Ent', email: 'élodie@example.com' },
  {
    id: USERS.noLogin,
    username: 'nologin1',
    firstname: 'No',
    lastname: 'Login',
    email: 'nologin@example.com',
    auth: 'nologin',
  },
  {
    id: USERS.forcePassword,
    username: 'forcepw',
    firstname: 'Force',
    lastname: 'Pw',
    email: 'forcepw@example.com',
    roles: [REST_ONLY],
  },
];
const SPECIAL_IDS: ReadonlySet<number> = new Set(SPECIAL.map(({ id }) => id));

export const PEOPLE: readonly Person[] = [
  {
    id: USERS.guest,
    username: 'guest',
    firstname: 'Guest user',
    lastname: ' ',
    email: 'root@localhost',
    profile: { description: 'This user is a special user that allows read-only access to some courses.' },
  },
  {
    id: USERS.admin,
    username: 'admin',
    firstname: 'Admin',
    lastname: 'User',
    email: 'admin@example.com',
    roles: [ADMINISTRATOR],
  },
  { id: USERS.nobody, username: 'nobody', firstname: 'No', lastname: 'Body', email: 'nobody@example.com' },
  {
    id: USERS.manager,
    username: 'manager1',
    firstname: 'Man',
    lastname: 'Ager',
    email: 'manager1@example.com',
    roles: [MANAGER],
  },
  { id: USERS.jsmith, username: 'jsmith', firstname: 'John', lastname: 'Smith', email: 'jsmith@example.com' },
  { id: USERS.ampuser, username: 'ampuser', firstname: 'Ana & "Q" ', lastname: "O'Née ✓", email: 'amp@example.com' },
  {
    id: USERS.suspended,
    username: 'suspended1',
    firstname: 'Sus',
    lastname: 'Pended',
    email: 'susp@example.com',
    suspended: 1,
  },
  {
    id: USERS.ghost,
    username: 'ghost@example.com.1795341981',
    firstname: 'Gho',
    lastname: 'St',
    email: '71144850f4fb4cc55fc0ee6935badddf',
    deleted: 1,
  },
  ...Array.from({ length: ORDINARY }, (_, at) => ordinary(at + 1)).filter(({ id }) => !SPECIAL_IDS.has(id)),
  ...SPECIAL,
  {
    id: USERS.oauth,
    username: '900000000000000001',
    firstname: 'Oauth',
    lastname: 'User',
    email: 'oauth@example.com',
    auth: 'oauth2',
  },
  { id: USERS.service, username: 'svc', firstname: 'Svc', lastname: 'Acct', email: 'svc@example.com' },
];

/** Courses by number: the first has id 2, after the site's own. */
const COURSES = 40;
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'Introduction to Programming'],
  [2, 'Advanced Topics & <i>More</i>'],
]);

/** Courses that are special: nobody can be enrolled by hand, or not at the moment. */
const WITHOUT_MANUAL = 41;
const MANUAL_DISABLED = 40;

export const COURSE_ROWS: readonly Row[] = Array.from({ length: COURSES }, (_, at) => at + 1).map((number) => ({
  id: number + 1,
  shortname: `PROG${100 + number}`,
  fullname: NAMES.get(number) ?? `Course number ${number}`,
  idnumber: `IDN${number}`,
  timecreated: LAB_EPOCH,
  timemodified: LAB_EPOCH,
}));

const courseIds = COURSE_ROWS.map(({ id }) => Number(id));

export const contextOf = (courseId: number): number => courseId + 15;

export const CONTEXT_ROWS: readonly Row[] = courseIds.map((id) => ({
  id: contextOf(id),
  contextlevel: 50,
  instanceid: id,
}));

/** Instances of manual enrolment have the ids of their courses. */
export const ENROL_ROWS: readonly Row[] = courseIds
  .filter((id) => id !== WITHOUT_MANUAL)
  .map((id) => ({
    id,
    enrol: 'manual',
    status: id === MANUAL_DISABLED ? 1 : 0,
    courseid: id,
    roleid: STUDENT,
    timecreated: LAB_EPOCH,
    timemodified: LAB_EPOCH,
  }));

export const COHORT_ROWS: readonly Row[] = Array.from({ length: 20 }, (_, at) => ({
  id: at + 1,
  name: `Cohort ${at + 1}`,
  timecreated: LAB_EPOCH,
  timemodified: LAB_EPOCH,
}));

interface LabMapping {
  readonly role: string;
  readonly name: string;
  readonly course: number;
  readonly gives: number;
  readonly cohort: number | null;
}

const ROLE = (digit: string): string => digit.repeat(18);

const MAPPINGS: readonly LabMapping[] = [
  { role: ROLE('1'), name: 'Student Access', course: 2, gives: STUDENT, cohort: 1 },
  { role: ROLE('2'), name: 'Premium Member', course: 3, gives: STUDENT, cohort: 2 },
  { role: ROLE('3'), name: 'Course Creator', course: 4, gives: TEACHER, cohort: 3 },
  { role: ROLE('4'), name: 'Tutor', course: 2, gives: NON_EDITING, cohort: null },
  { role: ROLE('5'), name: 'No manual instance', course: WITHOUT_MANUAL, gives: STUDENT, cohort: null },
  { role: ROLE('6'), name: 'Manual disabled', course: MANUAL_DISABLED, gives: STUDENT, cohort: null },
  { role: ROLE('8'), name: 'Shares cohort 1', course: 5, gives: STUDENT, cohort: 1 },
];

const TO_DELETED_COURSE: LabMapping = {
  role: ROLE('7'),
  name: 'Deleted course',
  course: 9999,
  gives: STUDENT,
  cohort: null,
};

export const DISCORD_ROLES: readonly { readonly id: string; readonly name: string }[] = [
  ...MAPPINGS,
  TO_DELETED_COURSE,
].map(({ role, name }) => ({ id: role, name }));

/** How the mappings of some recordings differ: one more, to a course that is gone, or another text for the first role. */
export interface MappingVariant {
  readonly deletedCourse?: boolean;
  readonly firstRole?: string;
}

/** The mappings, in the order of their Discord roles. */
export function mappingRows({ deletedCourse = false, firstRole }: MappingVariant): Row[] {
  const mappings = deletedCourse ? [...MAPPINGS, TO_DELETED_COURSE] : MAPPINGS;
  return [...mappings]
    .sort((a, b) => a.role.localeCompare(b.role))
    .map(({ role, name, course, gives, cohort }, at) => ({
      id: at + 1,
      discord_role_id: at === 0 ? (firstRole ?? role) : role,
      discord_role_name: name,
      courseid: course,
      roleid: gives,
      cohortid: cohort,
      timecreated: LAB_EPOCH,
      timemodified: LAB_EPOCH,
    }));
}

const link = (userid: number, digits: string, name: string | null, synced: number | null): Row => ({
  userid,
  discord_id: digits,
  discord_username: name,
  last_synced_at: synced,
  timecreated: LAB_EPOCH,
  timemodified: LAB_EPOCH,
});

/** A moment in the past at which two of them were synchronised. */
const SYNCED = 1704067200;

export const LINK_ROWS: readonly Row[] = [
  link(USERS.jsmith, '123456789012345678', 'john#1234', SYNCED),
  link(USERS.ampuser, ROLE('2'), 'ana & <x> "✓"', null),
  link(USERS.suspended, ROLE('3'), 'sus', 0),
  link(USERS.ghost + 1, ROLE('4'), null, SYNCED),
  link(USERS.ghost, ROLE('5'), 'ghost', SYNCED),
];
