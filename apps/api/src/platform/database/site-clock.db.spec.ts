import { createDataSource, SharedClock, SystemClock } from '@pulsetech/server-kit';
import { testDatabase, type TestDatabase } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { MIGRATED } from '../../../test/migrated.js';
import { entities } from './entities.js';
import { migrations } from './migrations.js';
import { siteClock } from './site-clock.js';

describe('the time that all processes of a site go by', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase(MIGRATED);
    dataSource = await createDataSource({ ...database, entities, migrations });
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  }, 30_000);
  afterEach(() => jest.restoreAllMocks());

  it('is that of the database server, whatever the clock of the machine says', async () => {
    const truth = Date.now();
    const anHour = 3_600_000;
    jest.spyOn(SystemClock.prototype, 'nowMs').mockImplementation(() => Date.now() + anHour);
    const clock = await siteClock(dataSource);
    const ahead = clock.nowMs() - truth;
    if (clock instanceof SharedClock) clock.onApplicationShutdown();
    // SQLite is a file of this machine, and everybody who uses it has this machine’s clock.
    const expected = dataSource.options.type === 'better-sqlite3' ? anHour : 0;
    expect(Math.abs(ahead - expected)).toBeLessThan(30_000);
  });
});
