import type { DataSource } from 'typeorm';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { migrations } from './migrations.js';
import { LedgerByUser1767225600010 } from './migrations/1767225600010-ledger-by-user.js';
import { openDatabase } from './open-database.js';

const GRANT = { userid: 7, kind: 'enrol', targetid: 3, roleid: 5, origin: 'granted', state: 'open' };

describe('the migration of the ledger to its own key', () => {
  let test: TestConfig;
  let dataSource: DataSource;

  beforeAll(async () => {
    test = await testConfig();
    dataSource = await openDatabase(test.config);
    await goBack();
    await dataSource.query(
      `INSERT INTO sync_grants (userid, kind, targetid, roleid, origin, state, timecreated, timemodified)
       VALUES (7, 'enrol', 3, 5, 'granted', 'open', 1, 2)`,
    );
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 60_000);

  const later = migrations.length - migrations.indexOf(LedgerByUser1767225600010) - 1;
  const undo = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) await dataSource.undoLastMigration();
  };
  const goBack = (): Promise<void> => undo(later + 1);
  const leaveBehind = (table: string): Promise<unknown> => dataSource.query(`CREATE TABLE ${table} (id INTEGER)`);
  const has = async (table: string): Promise<boolean> => {
    const runner = dataSource.createQueryRunner();
    try {
      return await runner.hasTable(table);
    } finally {
      await runner.release();
    }
  };
  const expectWhole = async (): Promise<void> => {
    expect(await dataSource.query('SELECT * FROM sync_grants')).toEqual([
      { ...GRANT, timecreated: 1, timemodified: 2 },
    ]);
    expect((await dataSource.driver.createSchemaBuilder().log()).upQueries).toEqual([]);
    expect([await has('sync_grants_new'), await has('sync_grants_old')]).toEqual([false, false]);
  };

  it('begins again after a process that died before the new table took its place', async () => {
    await leaveBehind('sync_grants_new');
    await dataSource.runMigrations();
    await expectWhole();
  }, 60_000);

  it('begins again after a process that died before the old table was dropped and the migration noted', async () => {
    await undo(later);
    await dataSource.query("DELETE FROM schema_migrations WHERE name = 'LedgerByUser1767225600010'");
    await leaveBehind('sync_grants_old');
    await dataSource.runMigrations();
    await expectWhole();
  }, 60_000);

  it('goes back from there, too', async () => {
    await leaveBehind('sync_grants_new');
    await goBack();
    expect(await dataSource.query('SELECT * FROM sync_grants')).toMatchObject([GRANT]);
    await dataSource.runMigrations();
    await expectWhole();
  }, 60_000);
});
