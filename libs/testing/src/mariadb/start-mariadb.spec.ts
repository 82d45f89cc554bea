import { createConnection } from 'mysql2/promise';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { startMariaDb } from './start-mariadb.js';
import { testDatabase } from '../database/test-database.js';
import { until } from '../until.js';

describe('a throw-away MariaDB', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it('answers, gives each test a database of its own, keeps its temporary tables to itself, and is gone after stop', async () => {
    const server = await startMariaDb();
    process.env['TEST_DATABASE'] = 'mariadb';
    process.env['TEST_MARIADB_URL'] = server.url;
    const first = await testDatabase();
    const second = await testDatabase();
    expect(first.url).not.toEqual(second.url);

    const connection = await createConnection(first.url ?? '');
    await connection.query('CREATE TABLE t (id integer)');
    const [[{ folder }]] = (await connection.query('SELECT @@tmpdir AS folder')) as unknown as [[{ folder: string }]];
    expect(dirname(folder)).toMatch(/pt-mariadb-/);
    await connection.end();
    await first.drop();
    await second.drop();
    await server.stop();

    await expect(createConnection(server.url)).rejects.toThrow();
  }, 120_000);

  it('tells how it ended, and what of, when it crashed', async () => {
    const server = await startMariaDb();
    expect(server.death()).toBeNull();
    const connection = await createConnection(server.url);
    const [[{ file }]] = (await connection.query('SELECT @@pid_file AS file')) as unknown as [[{ file: string }]];
    const broken = connection.query('SELECT SLEEP(60)').catch((error: unknown) => error);
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGSEGV');
    expect(await broken).toMatchObject({ fatal: true });
    await until('it is gone', () => server.death() !== null);
    expect(server.death()).toMatch(/^MariaDB ended by itself, by SIGSEGV\.\n.* got signal 11 /);
    await server.stop();
  }, 120_000);

  it('is not needed for SQLite, whose file is removed with the database', async () => {
    process.env['TEST_DATABASE'] = 'sqlite';
    const database = await testDatabase();
    expect(database.url).toBeUndefined();
    const folder = database.sqlitePath?.replace(/\/[^/]+$/, '') ?? '';
    expect(existsSync(folder)).toBe(true);
    await database.drop();
    expect(existsSync(folder)).toBe(false);
  });
});
