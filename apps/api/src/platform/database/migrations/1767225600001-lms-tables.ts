import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const id: TableColumnOptions = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
};
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const integerWith = (name: string, value: number): TableColumnOptions => ({ name, type: 'integer', default: value });
const varchar = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});
const varcharOrEmpty = (name: string, length: number): TableColumnOptions => ({
  ...varchar(name, length),
  default: "''",
});
const unique = (name: string, ...columnNames: string[]) => ({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => ({ name, columnNames });

const tables = [
  new Table({
    name: 'lms_user',
    columns: [
      id,
      varchar('auth', 20),
      integerWith('confirmed', 0),
      integerWith('deleted', 0),
      integerWith('suspended', 0),
      varchar('username', 100),
      varcharOrEmpty('password', 255),
      varchar('firstname', 100),
      varchar('lastname', 100),
      varchar('email', 100),
      varchar('emailkey', 100),
      integer('timecreated'),
      integer('timemodified'),
    ],
    indices: [unique('lms_user_username_uix', 'username'), index('lms_user_emailkey_ix', 'emailkey')],
  }),
  new Table({
    name: 'lms_course',
    columns: [
      id,
      varchar('shortname', 255),
      varchar('fullname', 254),
      integerWith('visible', 1),
      integerWith('sortorder', 0),
      integer('timecreated'),
      integer('timemodified'),
    ],
    indices: [unique('lms_course_shortname_uix', 'shortname')],
  }),
  new Table({
    name: 'lms_context',
    columns: [id, integer('contextlevel'), integer('instanceid')],
    indices: [unique('lms_context_level_instance_uix', 'contextlevel', 'instanceid')],
  }),
  new Table({
    name: 'lms_role',
    columns: [id, varchar('name', 255), varchar('shortname', 100), integer('sortorder'), varchar('archetype', 30)],
    indices: [unique('lms_role_shortname_uix', 'shortname')],
  }),
  new Table({
    name: 'lms_role_capabilities',
    columns: [id, integer('contextid'), integer('roleid'), varchar('capability', 255), integer('permission')],
    indices: [unique('lms_role_capabilities_uix', 'roleid', 'contextid', 'capability')],
  }),
  new Table({
    name: 'lms_role_assignments',
    columns: [
      id,
      integer('roleid'),
      integer('contextid'),
      integer('userid'),
      integerWith('modifierid', 0),
      integer('timemodified'),
      varcharOrEmpty('component', 100),
      integerWith('itemid', 0),
    ],
    indices: [unique('lms_role_assignments_uix', 'userid', 'contextid', 'roleid', 'component', 'itemid')],
  }),
  new Table({
    name: 'lms_enrol',
    columns: [
      id,
      varchar('enrol', 20),
      integerWith('status', 0),
      integer('courseid'),
      integerWith('roleid', 0),
      integer('timecreated'),
      integer('timemodified'),
    ],
    indices: [unique('lms_enrol_course_method_uix', 'courseid', 'enrol')],
  }),
  new Table({
    name: 'lms_user_enrolments',
    columns: [
      id,
      integerWith('status', 0),
      integer('enrolid'),
      integer('userid'),
      integerWith('timestart', 0),
      integerWith('timeend', 0),
      integerWith('modifierid', 0),
      integer('timecreated'),
      integer('timemodified'),
    ],
    indices: [unique('lms_user_enrolments_uix', 'userid', 'enrolid'), index('lms_user_enrolments_enrol_ix', 'enrolid')],
  }),
  new Table({
    name: 'lms_cohort',
    columns: [id, varchar('name', 254), integer('timecreated'), integer('timemodified')],
  }),
  new Table({
    name: 'lms_cohort_members',
    columns: [id, integer('cohortid'), integer('userid'), integer('timeadded'), varcharOrEmpty('component', 100)],
    indices: [
      unique('lms_cohort_members_uix', 'userid', 'cohortid'),
      index('lms_cohort_members_cohort_ix', 'cohortid'),
    ],
  }),
];

/** Moodle's standard roles with their ids: id, name, short name (also the archetype), sort order. */
const roles: readonly (readonly [number, string, string, number])[] = [
  [1, 'Manager', 'manager', 1],
  [2, 'Course creator', 'coursecreator', 2],
  [3, 'Teacher', 'editingteacher', 3],
  [4, 'Non-editing teacher', 'teacher', 4],
  [5, 'Student', 'student', 5],
  [7, 'Authenticated user', 'user', 7],
];

const capabilities: readonly (readonly [number, string])[] = [
  [1, 'local/pulsetech_discord:manage'],
  [1, 'local/pulsetech_discord:viewmappings'],
  [2, 'local/pulsetech_discord:viewmappings'],
  [7, 'local/pulsetech_discord:linkaccount'],
  [1, 'webservice/rest:use'],
];

/** The embedded LMS: Moodle-shaped tables, Moodle's standard roles and their default capabilities. */
export class LmsTables1767225600001 implements MigrationInterface {
  name = 'LmsTables1767225600001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
    await runner.query('INSERT INTO lms_context (id, contextlevel, instanceid) VALUES (1, 10, 0)');
    for (const [roleId, name, shortname, sortorder] of roles) {
      await runner.query('INSERT INTO lms_role (id, name, shortname, sortorder, archetype) VALUES (?, ?, ?, ?, ?)', [
        roleId,
        name,
        shortname,
        sortorder,
        shortname,
      ]);
    }
    for (const [roleId, capability] of capabilities) {
      await runner.query(
        'INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, ?, 1)',
        [roleId, capability],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
