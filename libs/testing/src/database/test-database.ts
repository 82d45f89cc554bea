import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { startMariaDb } from '../mariadb/start-mariadb.js';
import { temporaryFolder } from '../temporary-folder.js';
import { copyTemplate, type DatabaseTemplate } from './maria-template.js';

/** Where an empty database of the test's own is: what `createDataSource` takes. `drop` it after closing all connections. */
export interface TestDatabase {
  readonly url?: string;
  readonly sqlitePath?: string;
  drop(): Promise<void>;
}

/**
 * An empty database of the kind that TEST_DATABASE names: `sqlite` (the default) or `mariadb`. For MariaDB the server at
 * TEST_MARIADB_URL is used where that is set (address without a database), otherwise one is started for this database.
 * On that server the database is a copy of the `template`, if there is one; what can fill an empty database must
 * therefore be content with a filled one, as migrations are. A SQLite file is filled in no time and begins empty.
 */
export async function testDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const kind = process.env['TEST_DATABASE'] || 'sqlite';
  if (kind === 'sqlite') return sqliteDatabase();
  if (kind !== 'mariadb') throw new Error('TEST_DATABASE is either sqlite or mariadb.');
  const shared = process.env['TEST_MARIADB_URL'];
  if (shared) return mariaDatabase(shared, template);
  const server = await startMariaDb();
  try {
    const database = await mariaDatabase(server.url);
    return { ...database, drop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function sqliteDatabase(): TestDatabase {
  const folder = temporaryFolder('pt-sqlite-');
  return { sqlitePath: join(folder.path, 'test.sqlite'), drop: async () => folder.remove() };
}

async function mariaDatabase(serverUrl: string, template?: DatabaseTemplate): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  if (template) await copyTemplate(serverUrl, name, template);
  else await statement(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => statement(serverUrl, `DROP DATABASE IF EXISTS ${name}`) };
}

async function statement(serverUrl: string, sql: string): Promise<void> {
  const connection = await createConnection(serverUrl);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
