import { statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { createDataSource } from './create-data-source.js';
import { ConnectionLock } from './connection-lock.js';
import { Transactions } from './transactions.js';

describe('SQLite with one connection for everybody', () => {
  let folder: TemporaryFolder;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeEach(async () => {
    folder = temporaryFolder();
    dataSource = await createDataSource({ sqlitePath: join(folder.path, 'db.sqlite'), entities: [], migrations: [] });
    transactions = new Transactions(dataSource);
    await dataSource.query('CREATE TABLE t (id integer primary key)');
  });
  afterEach(async () => {
    if (dataSource.isInitialized) await dataSource.destroy();
    folder.remove();
  });

  it('refuses the outer manager inside a transaction at once, with a message that says what to use', async () => {
    await expect(transactions.run(() => dataSource.query('SELECT 1'))).rejects.toThrow(
      'use only the EntityManager that it hands out',
    );
    await expect(dataSource.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('refuses it as well in what a transaction starts but others would wait for', async () => {
    const nested = transactions.run(async (tx) => {
      await tx.query('INSERT INTO t VALUES (1)');
      await Promise.all([tx.query('INSERT INTO t VALUES (2)'), dataSource.query('INSERT INTO t VALUES (3)')]);
    });
    await expect(nested).rejects.toThrow('A transaction is open here');
    await expect(dataSource.query('SELECT * FROM t')).resolves.toEqual([]);
  });

  it('keeps savepoints within their transaction', async () => {
    await transactions.run(async (tx) => {
      await tx.query('INSERT INTO t VALUES (1)');
      await tx
        .transaction(async (inner) => {
          await inner.query('INSERT INTO t VALUES (2)');
          throw new Error('inner');
        })
        .catch((error: Error) => error);
      await tx.query('INSERT INTO t VALUES (3)');
    });
    await expect(dataSource.query('SELECT id FROM t ORDER BY id')).resolves.toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('frees the connection when a runner is released in the middle of a transaction', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('INSERT INTO t VALUES (1)');
    await runner.release();
    await expect(dataSource.query('SELECT * FROM t')).resolves.toEqual([]);
  });

  it('writes ahead, checks foreign keys, and keeps the file to its owner', async () => {
    await expect(dataSource.query('PRAGMA journal_mode')).resolves.toEqual([{ journal_mode: 'wal' }]);
    await expect(dataSource.query('PRAGMA foreign_keys')).resolves.toEqual([{ foreign_keys: 1 }]);
    await expect(dataSource.query('PRAGMA busy_timeout')).resolves.toEqual([{ timeout: 50 }]);
    expect(statSync(join(folder.path, 'db.sqlite')).mode & 0o777).toBe(0o600);
  });
});

describe('the lock of a connection', () => {
  it('gives turns in the order of asking, also past one who gave up', async () => {
    const lock = new ConnectionLock(50);
    const release = await lock.acquire();
    await expect(lock.acquire()).rejects.toThrow('was not free within 50 ms');
    const order: string[] = [];
    const second = lock.acquire().then((giveBack) => {
      order.push('second');
      giveBack();
    });
    const third = lock.acquire().then((giveBack) => {
      order.push('third');
      giveBack();
    });
    release();
    await Promise.all([second, third]);
    expect(order).toEqual(['second', 'third']);
  });
});
