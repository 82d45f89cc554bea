import { writeFileSync } from 'node:fs';
import { freePort, startMariaDb, testDatabase } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { isConnectionFailure } from './connection-failures.js';
import { createDataSource } from './create-data-source.js';

const none = { entities: [], migrations: [] };
const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
};

describe('A database that cannot be reached', () => {
  it('is told from a statement that failed', async () => {
    const database = await testDatabase();
    const dataSource = await createDataSource({ ...database, ...none });
    await dataSource.query('CREATE TABLE t (id integer PRIMARY KEY)');
    await dataSource.query('INSERT INTO t (id) VALUES (1)');
    for (const statement of ['SELECT x FROM nowhere', 'INSERT INTO t (id) VALUES (1)', 'SELEKT 1']) {
      expect(isConnectionFailure(await failureOf(dataSource.query(statement)))).toBe(false);
    }
    await dataSource.destroy();
    expect(isConnectionFailure(await failureOf(dataSource.query('SELECT 1')))).toBe(true);
    await database.drop();
  }, 120_000);

  it('is told from another server that cannot be reached', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}/`;
    expect(isConnectionFailure(await failureOf(fetch(nobody)))).toBe(false);
    for (const other of [null, 'ECONNREFUSED', new Error('Pool is open.'), { code: 'ECONNREFUSED' }]) {
      expect(isConnectionFailure(other)).toBe(false);
    }
  });

  if (process.env['TEST_DATABASE'] === 'mariadb') {
    it('is known whether the server is stopped, hangs up, or refuses the login', async () => {
      const server = await startMariaDb();
      const dataSource: DataSource = await createDataSource({ url: `${server.url}/mysql`, ...none });
      await dataSource.query("CREATE USER 'other'@'127.0.0.1' IDENTIFIED BY 'secret'");
      const strange = server.url.replace('root@', 'other:wrong@');
      expect(isConnectionFailure(await failureOf(createDataSource({ url: `${strange}/mysql`, ...none })))).toBe(true);

      const held = dataSource.createQueryRunner();
      const [{ id }] = (await held.query('SELECT CONNECTION_ID() AS id')) as unknown as [{ id: number }];
      const waiting = failureOf(held.query('SELECT SLEEP(30)'));
      await dataSource.query(`KILL ${id}`);
      expect(isConnectionFailure(await waiting)).toBe(true);
      await held.release();

      await server.stop();
      expect(isConnectionFailure(await failureOf(dataSource.query('SELECT 1')))).toBe(true);
      const inTransaction = dataSource.transaction((tx) => tx.query('SELECT 1'));
      expect(isConnectionFailure(await failureOf(inTransaction))).toBe(true);
      await dataSource.destroy();
    }, 60_000);
  } else {
    it('is known of a file that is no database', async () => {
      const database = await testDatabase();
      const { sqlitePath } = database;
      writeFileSync(sqlitePath ?? '', 'x'.repeat(5000));
      expect(isConnectionFailure(await failureOf(createDataSource({ sqlitePath, ...none })))).toBe(true);
      await database.drop();
    });
  }
});
