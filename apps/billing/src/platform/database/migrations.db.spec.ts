import { createDataSource } from '@pulsetech/server-kit';
import { testDatabase, type TestDatabase } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations.js';

describe('the migrations of the billing server', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await createDataSource({ ...database, entities: ENTITIES, migrations: MIGRATIONS });
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const drift = async (): Promise<string[]> =>
    (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

  it('make exactly what the entities say', async () => {
    expect(await drift()).toEqual([]);
  });

  it('can all be undone and done again', async () => {
    for (let left = MIGRATIONS.length; left > 0; left--) await dataSource.undoLastMigration();
    const runner = dataSource.createQueryRunner();
    for (const { tableName } of dataSource.entityMetadatas) {
      expect([tableName, await runner.hasTable(tableName)]).toEqual([tableName, false]);
    }
    await runner.release();
    await dataSource.runMigrations();
    expect(await drift()).toEqual([]);
  }, 120_000);
});
