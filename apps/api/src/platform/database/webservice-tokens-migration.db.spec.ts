import type { DataSource } from 'typeorm';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { migrations } from './migrations.js';
import { WebserviceTokens1767225600007 } from './migrations/1767225600007-webservice-tokens.js';
import { openDatabase } from './open-database.js';

interface Row {
  readonly name: string;
  readonly kind?: string;
  readonly functions?: string | null;
}

describe('the migration of web service tokens', () => {
  let test: TestConfig;
  let dataSource: DataSource;

  beforeAll(async () => {
    test = await testConfig();
    dataSource = await openDatabase(test.config);
    await goBack();
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 60_000);

  const goBack = async (): Promise<void> => {
    const later = migrations.length - migrations.indexOf(WebserviceTokens1767225600007);
    for (let i = 0; i < later; i++) await dataSource.undoLastMigration();
  };
  const insert = (name: string, more: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
    const row = { name, token_hash: name.padEnd(64, '0'), userid: 2, timecreated: 1, lastaccess: null, ...more };
    const names = Object.keys(row);
    const sql = `INSERT INTO external_tokens (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    return dataSource.query(sql, Object.values(row));
  };
  const rows = (): Promise<Row[]> => dataSource.query('SELECT * FROM external_tokens ORDER BY id');

  it('keeps tokens as they are, with what they could call before', async () => {
    await insert('first');
    await insert('second', { lastaccess: 7 });
    const before = await rows();
    await dataSource.runMigrations();
    const after = await rows();
    expect(after).toMatchObject(before);
    expect(after).toMatchObject([
      { kind: 'bot', valid_until: null, ip_restriction: null, service: null, creatorid: null },
      { kind: 'bot', lastaccess: 7 },
    ]);
    for (const { functions } of after) {
      expect(JSON.parse(functions ?? '')).toHaveLength(4);
      expect(functions).toContain('local_pulsetech_discord_sync_user_roles');
      expect(functions).not.toContain('core_');
    }
  }, 60_000);

  it('goes back without setting free a token that was limited', async () => {
    const [{ functions }] = (await rows()) as [Row];
    await insert('free', { functions: null });
    await insert('billing', { kind: 'billing', functions });
    await insert('one function', { functions: '["local_pulsetech_discord_get_role_mappings"]' });
    await insert('expires', { functions, valid_until: 5 });
    await insert('from here', { functions, ip_restriction: '10.0.0.1' });
    await insert('sign-in', { kind: 'login', service: 's', nonce: 'n', key_id: 'k1' });
    await goBack();
    expect((await rows())[0]).not.toHaveProperty('kind');
    expect((await rows()).map(({ name }) => name)).toEqual(['first', 'second', 'free', 'billing']);
    await dataSource.runMigrations();
    expect((await rows()).map(({ kind }) => kind)).toEqual(['bot', 'bot', 'bot', 'bot']);
  }, 60_000);
});
