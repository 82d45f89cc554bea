import { ROLE_IDS } from '../modules/lms/embedded/moodle-shapes.js';

/** The demo reproduces the examples of the documentation, so ids and names are those printed there. */

export interface DemoPerson {
  readonly id: number;
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly password: string;
  readonly suspended?: boolean;
  /** Role for the whole site. */
  readonly siteRole?: number;
  /** What another system knows the person by. */
  readonly idnumber?: string;
  readonly department?: string;
  readonly institution?: string;
  readonly city?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly timezone?: string;
  /** When the person was first and last here, Unix seconds; without it never. */
  readonly lastaccess?: number;
}

export const ADMIN_ID = 2;
/** The Discord server of the demo, as the sandbox has it. */
export const DEMO_GUILD = '900000000000000001';
const TEACHER_ID = 4;
const JOHN_ID = 123;
const ANNA_ID = 124;
const SAM_ID = 125;
const MARIA_ID = 126;

const LEARNER_PASSWORD = 'Learner-demo-1';

const learner = (
  id: number,
  username: string,
  firstname: string,
  lastname: string,
  more: Partial<DemoPerson> = {},
): DemoPerson => ({
  id,
  username,
  firstname,
  lastname,
  email: `${username}@example.com`,
  password: LEARNER_PASSWORD,
  ...more,
});

const INSTITUTION = 'PulseTech Academy';

/** When the demo began, Unix seconds: 1 January 2024, when John was last synchronised. */
export const DEMO_EPOCH = 1704067200;

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    id: ADMIN_ID,
    username: 'admin',
    firstname: 'Ada',
    lastname: 'Admin',
    email: 'admin@example.com',
    password: 'Admin-demo-1',
    siteRole: ROLE_IDS.manager,
    department: 'Site team',
    institution: INSTITUTION,
  },
  {
    id: 3,
    username: 'creator',
    firstname: 'Clara',
    lastname: 'Creator',
    email: 'creator.lms@example.com',
    password: 'Creator-demo-1',
    siteRole: ROLE_IDS.coursecreator,
    department: 'Courses',
    institution: INSTITUTION,
  },
  {
    id: TEACHER_ID,
    username: 'teacher',
    firstname: 'Tomás',
    lastname: 'Teacher',
    email: 'teacher@example.com',
    password: 'Teacher-demo-1',
    department: 'Computer Science',
    institution: INSTITUTION,
    city: 'Sevilla',
    country: 'ES',
    timezone: 'Europe/Madrid',
  },
  learner(JOHN_ID, 'jsmith', 'John', 'Smith', { idnumber: 'S-0123', lastaccess: DEMO_EPOCH }),
  learner(ANNA_ID, 'anna', 'Anna', 'Example'),
  { ...learner(SAM_ID, 'sam', 'Sam', 'Suspended'), suspended: true },
  learner(MARIA_ID, 'maria', 'María', 'García Lorca', { idnumber: 'S-0126', city: 'Granada', country: 'ES' }),
  learner(127, 'siobhan', 'Siobhán', "O'Neill", { city: 'Galway', country: 'IE' }),
  learner(128, 'lukasz', 'Łukasz', 'Wiśniewski', { city: 'Łódź', country: 'PL' }),
  learner(129, 'taro', '太郎', '山田', { city: '札幌', country: 'JP', timezone: 'Asia/Tokyo' }),
  learner(130, 'olafur', 'Ólafur', 'Þórsson'),
  learner(131, 'minh', 'Nguyễn', 'Thị Minh Khai'),
  learner(132, 'olena', 'Олена', 'Шевченко'),
  learner(133, 'yusuf', 'يوسف', 'الحداد'),
  learner(134, 'robin', 'Robin 🎓', 'Ash'),
  learner(135, 'jean-luc', 'Jean-Luc', 'd’Artagnan'),
  learner(136, 'zoe', 'Zoë', 'Brontë-Müller'),
  learner(137, 'priya', 'Priya', 'Nair'),
  learner(138, 'kwame', 'Kwame', 'Owusu & Sons'),
];

export interface DemoCourse {
  readonly id: number;
  readonly shortname: string;
  readonly fullname: string;
  /** What another system knows the course by. */
  readonly idnumber?: string;
  /** Plain text. */
  readonly summary?: string;
}

export const DEMO_COURSES: readonly DemoCourse[] = [
  { id: 2, shortname: 'WELCOME', fullname: 'Welcome to PulseLMS', summary: 'How this site works, in ten minutes.' },
  { id: 3, shortname: 'MATH100', fullname: 'Mathematics Refresher: a < b & c', idnumber: 'MATH-100' },
  { id: 4, shortname: 'WRITE101', fullname: 'Writing für Anfänger – “First Steps”', idnumber: 'WRITE-101' },
  {
    id: 5,
    shortname: 'PROG101',
    fullname: 'Introduction to Programming',
    idnumber: 'PROG-101',
    summary: 'Variables, loops & functions.\nNo knowledge is needed.',
  },
  { id: 6, shortname: 'PROG201', fullname: 'Advanced Topics', idnumber: 'PROG-201' },
  { id: 7, shortname: 'STAFF1', fullname: 'Staff Training' },
  { id: 8, shortname: 'DATA101', fullname: 'Data and Databases', idnumber: 'DATA-101' },
];

export const DEMO_COHORTS = [
  { id: 1, name: 'Students 2025' },
  { id: 2, name: 'Premium Members' },
  { id: 3, name: 'Instructors' },
] as const;

export const DEMO_MAPPINGS = [
  {
    id: 1,
    discordRoleId: '111111111111111111',
    discordRoleName: 'Student Access',
    courseId: 5,
    roleId: ROLE_IDS.student,
    cohortId: 1,
  },
  {
    id: 2,
    discordRoleId: '222222222222222222',
    discordRoleName: 'Premium Member',
    courseId: 6,
    roleId: ROLE_IDS.student,
    cohortId: 2,
  },
  {
    id: 3,
    discordRoleId: '333333333333333333',
    discordRoleName: 'Course Creator',
    courseId: 7,
    roleId: ROLE_IDS.editingteacher,
    cohortId: 3,
  },
] as const;

export interface DemoLink {
  readonly userId: number;
  readonly discordId: string;
  readonly username: string;
  readonly avatar: string | null;
  /** Discord roles at the last synchronisation. */
  readonly roles: readonly string[];
  /** Unix seconds. */
  readonly lastSyncedAt: number | null;
}

export const DEMO_LINKS: readonly DemoLink[] = [
  {
    userId: JOHN_ID,
    discordId: '123456789012345678',
    username: 'john#1234',
    avatar: '8342729096ea3675442027381ff50dfe',
    roles: ['111111111111111111'],
    lastSyncedAt: 1704067200,
  },
  {
    userId: SAM_ID,
    discordId: '200000000000000010',
    username: 'suspended',
    avatar: null,
    roles: [],
    lastSyncedAt: null,
  },
];

/** What the integration has given already: John has “Student Access”. */
export const DEMO_GRANTED = [{ userId: JOHN_ID, courseId: 5, roleId: ROLE_IDS.student, cohortId: 1 }] as const;

/** What the teacher has done by hand, which the integration must leave alone. */
export const DEMO_BY_HAND = [
  { userId: TEACHER_ID, courseId: 5, roleId: ROLE_IDS.editingteacher, makerId: ADMIN_ID },
  { userId: TEACHER_ID, courseId: 6, roleId: ROLE_IDS.editingteacher, makerId: ADMIN_ID },
  { userId: ANNA_ID, courseId: 2, roleId: ROLE_IDS.student, makerId: TEACHER_ID },
  { userId: MARIA_ID, courseId: 2, roleId: ROLE_IDS.student, makerId: TEACHER_ID },
  { userId: 127, courseId: 5, roleId: ROLE_IDS.student, makerId: TEACHER_ID },
  { userId: 128, courseId: 6, roleId: ROLE_IDS.teacher, makerId: TEACHER_ID },
  { userId: 129, courseId: 8, roleId: ROLE_IDS.student, makerId: TEACHER_ID },
  { userId: 130, courseId: 4, roleId: ROLE_IDS.student, makerId: TEACHER_ID },
] as const;
