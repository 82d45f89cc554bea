import { createDataSource } from '@pulsetech/server-kit';
import { testDatabase } from '@pulsetech/testing';
import type { DataSource, MixedList, MigrationInterface } from 'typeorm';
import { LmsTables1767225600001 } from '../../../platform/database/migrations/1767225600001-lms-tables.js';
import { LmsProfile1767225600008 } from '../../../platform/database/migrations/1767225600008-lms-profile.js';

const BEFORE = [LmsTables1767225600001];
const AFTER = [...BEFORE, LmsProfile1767225600008];

describe('a site that has people already', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let dataSource: DataSource;
  const open = async (migrations: MixedList<new () => MigrationInterface>): Promise<void> => {
    dataSource = await createDataSource({ ...database, entities: [], migrations });
  };
  beforeAll(async () => {
    database = await testDatabase();
    await open(BEFORE);
    await dataSource.query(
      `INSERT INTO lms_user (id, auth, username, firstname, lastname, email, emailkey, timecreated, timemodified)
       VALUES (41, 'manual', 'old', 'Old', 'Timer', 'old@example.com', 'old@example.com', 5, 6)`,
    );
    await dataSource.query(
      "INSERT INTO lms_course (id, shortname, fullname, timecreated, timemodified) VALUES (7, 'OLD', 'Old course', 5, 6)",
    );
    await dataSource.query(
      "INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, 5, 'moodle/user:viewdetails', -1)",
    );
    await dataSource.destroy();
    await open(AFTER);
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  }, 30_000);

  const first = async (statement: string): Promise<unknown> => (await dataSource.query<unknown[]>(statement))[0];

  it("keeps them, with Moodle's defaults for what was not known", async () => {
    expect(await first('SELECT * FROM lms_user')).toMatchObject({
      id: 41,
      username: 'old',
      timemodified: 6,
      idnumber: '',
      lang: 'en',
      timezone: '99',
      lastaccess: 0,
      description: null,
      maildisplay: 2,
    });
    expect(await first('SELECT * FROM lms_course')).toMatchObject({
      id: 7,
      shortname: 'OLD',
      category: 1,
      format: 'topics',
      showgrades: 1,
      summary: null,
    });
  });

  it("gives its roles Moodle's capabilities, and leaves what was decided for a role already", async () => {
    const rows = await dataSource.query<{ roleid: number; permission: number }[]>(
      "SELECT roleid, permission FROM lms_role_capabilities WHERE capability = 'moodle/user:viewdetails' ORDER BY roleid",
    );
    expect(rows.map(({ roleid, permission }) => [roleid, permission])).toEqual([
      [1, 1],
      [3, 1],
      [4, 1],
      [5, -1],
    ]);
  });

  it('can go back without losing anybody', async () => {
    await dataSource.undoLastMigration();
    expect(await first('SELECT * FROM lms_user')).toMatchObject({ id: 41, username: 'old' });
    expect(await first('SELECT * FROM lms_user')).not.toHaveProperty('idnumber');
    expect(await first('SELECT id FROM lms_course')).toEqual({ id: 7 });
    await dataSource.runMigrations();
  });
});
