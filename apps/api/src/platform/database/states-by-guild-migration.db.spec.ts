import type { DataSource } from 'typeorm';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { migrations } from './migrations.js';
import { StatesByGuild1767225600014 } from './migrations/1767225600014-states-by-guild.js';
import { openDatabase } from './open-database.js';

const GUILD = '900000000000000001';

describe('the migration of what was seen of people', () => {
  let test: TestConfig;
  let dataSource: DataSource;

  beforeEach(async () => {
    test = await testConfig();
    dataSource = await openDatabase(test.config);
    await goBack();
    const values = "(1, '11', 5, 'member', '[\"1\"]', NULL, 6), (2, '22', 0, 'unknown', '[]', 'guild_unreadable', 7)";
    const columns = 'userid, discord_id, observed_at_ms, observation, roles, detail, timemodified';
    await dataSource.query(`INSERT INTO sync_states (${columns}) VALUES ${values}`);
  }, 120_000);
  afterEach(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 60_000);

  const goBack = async (): Promise<void> => {
    const later = migrations.length - migrations.indexOf(StatesByGuild1767225600014);
    for (let i = 0; i < later; i++) await dataSource.undoLastMigration();
  };
  const licensed = () =>
    dataSource.query("INSERT INTO license_state (id, status, guild_id) VALUES (1, 'valid', ?)", [GUILD]);
  const rows = (): Promise<Record<string, unknown>[]> => dataSource.query('SELECT * FROM sync_states ORDER BY userid');

  it('keeps it as seen in the Discord server of the licence, and goes back', async () => {
    await licensed();
    const before = await rows();
    await dataSource.runMigrations();
    expect(await rows()).toEqual(before.map((row) => ({ ...row, guild_id: GUILD })));
    await dataSource.query("UPDATE sync_states SET guild_id = '900000000000000002' WHERE userid = 2");
    await goBack();
    expect(await rows()).toEqual(before.slice(0, 1));
  }, 60_000);

  it('keeps it where no licence says which Discord server it was', async () => {
    await dataSource.runMigrations();
    expect((await rows()).map(({ guild_id }) => guild_id)).toEqual(['', '']);
  }, 60_000);

  it('is completed after a process that died within it', async () => {
    await licensed();
    await dataSource.query('CREATE TABLE sync_states_new (userid integer)');
    await dataSource.runMigrations();
    expect(await rows()).toHaveLength(2);
  }, 60_000);
});
