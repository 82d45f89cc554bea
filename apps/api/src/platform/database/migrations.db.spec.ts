import type { DataSource } from 'typeorm';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { migrations } from './migrations.js';
import { openDatabase } from './open-database.js';

describe('the migrations of the site', () => {
  let test: TestConfig;
  let dataSource: DataSource;

  beforeAll(async () => {
    test = await testConfig();
    dataSource = await openDatabase(test.config);
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 30_000);

  const drift = async (): Promise<string[]> =>
    (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

  it('make exactly what the entities say', async () => {
    expect(await drift()).toEqual([]);
  });

  it('can all be undone and done again', async () => {
    for (let left = migrations.length; left > 0; left--) await dataSource.undoLastMigration();
    const runner = dataSource.createQueryRunner();
    for (const { tableName } of dataSource.entityMetadatas) {
      expect([tableName, await runner.hasTable(tableName)]).toEqual([tableName, false]);
    }
    await runner.release();
    await dataSource.runMigrations();
    expect(await drift()).toEqual([]);
  }, 120_000);

  it('of runs is completed after a process that died within it, and goes back from there', async () => {
    const name = 'SyncRuns1767225600011';
    const undo = async (): Promise<void> => {
      const later = migrations.length - migrations.findIndex((migration) => migration.name === name);
      for (let i = 0; i < later; i++) await dataSource.undoLastMigration();
    };
    await undo();
    await dataSource.query('ALTER TABLE sync_runs ADD COLUMN phase varchar(16) NULL');
    await dataSource.runMigrations();
    expect(await drift()).toEqual([]);
    await dataSource.query('DROP TABLE sync_run_problems');
    await undo();
    await dataSource.runMigrations();
    expect(await drift()).toEqual([]);
  }, 120_000);
});
