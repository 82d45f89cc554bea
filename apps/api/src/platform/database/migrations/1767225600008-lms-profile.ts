import { TableColumn, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const integer = (name: string, value: number): TableColumn =>
  new TableColumn({ name, type: 'integer', default: value });
const varchar = (name: string, length: number, value = ''): TableColumn =>
  new TableColumn({ name, type: 'varchar', length: String(length), default: `'${value}'` });
const text = (name: string, options: Partial<TableColumnOptions> = {}): TableColumn =>
  new TableColumn({ name, type: 'text', isNullable: true, ...options });

/** Names, lengths and defaults are those of Moodle's table `user`. */
const userColumns = [
  varchar('idnumber', 255),
  varchar('phone1', 20),
  varchar('phone2', 20),
  varchar('institution', 255),
  varchar('department', 255),
  varchar('address', 255),
  varchar('city', 120),
  varchar('country', 2),
  varchar('lang', 30, 'en'),
  varchar('theme', 50),
  varchar('timezone', 100, '99'),
  integer('firstaccess', 0),
  integer('lastaccess', 0),
  text('description'),
  integer('descriptionformat', 1),
  integer('mailformat', 1),
  integer('maildisplay', 2),
  integer('trackforums', 0),
];

/** The same of `course`; this site has one category, which Moodle gives the id 1. */
const courseColumns = [
  integer('category', 1),
  varchar('idnumber', 100),
  text('summary'),
  integer('summaryformat', 0),
  varchar('format', 21, 'topics'),
  integer('showgrades', 1),
  integer('startdate', 0),
  integer('enddate', 0),
  integer('marker', 0),
  varchar('lang', 30),
  integer('enablecompletion', 0),
  integer('showactivitydates', 0),
  integer('showcompletionconditions', 1),
];

/** Which roles have them by default is Moodle's decision. */
const capabilities: readonly (readonly [capability: string, ...archetypes: string[]])[] = [
  ['moodle/webservice:createtoken', 'manager'],
  // Moodle keeps this one to its site administrators, who are the managers here.
  ['moodle/webservice:managealltokens', 'manager'],
  ['moodle/user:viewdetails', 'manager', 'editingteacher', 'teacher', 'student'],
  ['moodle/user:viewalldetails', 'manager'],
  ['moodle/site:viewuseridentity', 'manager', 'editingteacher', 'teacher'],
  ['moodle/course:useremail', 'manager', 'editingteacher'],
  ['moodle/course:view', 'manager'],
  ['moodle/course:viewhiddencourses', 'manager', 'coursecreator', 'editingteacher', 'teacher'],
  ['moodle/course:viewparticipants', 'manager', 'editingteacher', 'teacher', 'student'],
];

const IDNUMBER_INDEX = 'lms_user_idnumber_ix';

/** What profiles and courses of the embedded LMS show, and who may see it. */
export class LmsProfile1767225600008 implements MigrationInterface {
  name = 'LmsProfile1767225600008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('lms_user', userColumns);
    await runner.addColumns('lms_course', courseColumns);
    await runner.query(`CREATE INDEX ${IDNUMBER_INDEX} ON lms_user (idnumber)`);
    for (const [capability, ...archetypes] of capabilities) {
      await runner.query(
        `INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission)
         SELECT 1, id, ?, 1 FROM lms_role WHERE archetype IN (${archetypes.map(() => '?').join(', ')})
            AND id NOT IN (SELECT roleid FROM lms_role_capabilities WHERE contextid = 1 AND capability = ?)`,
        [capability, ...archetypes, capability],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [capability] of capabilities) {
      await runner.query('DELETE FROM lms_role_capabilities WHERE capability = ?', [capability]);
    }
    await runner.dropIndex('lms_user', IDNUMBER_INDEX);
    await runner.dropColumns('lms_course', courseColumns);
    await runner.dropColumns('lms_user', userColumns);
  }
}
