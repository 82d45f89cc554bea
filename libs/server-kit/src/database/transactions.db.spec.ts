import { testDatabase, type TestDatabase } from '@pulsetech/testing';
import {
  Column,
  Entity,
  PrimaryColumn,
  Table,
  type DataSource,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import { createDataSource } from './create-data-source.js';
import { isUniqueViolation } from './driver-errors.js';
import { safeInteger } from './column-transformers.js';
import { Transactions } from './transactions.js';

@Entity('things')
class ThingEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 64 })
  name!: string;

  @Column({ name: 'seen_ms', type: 'bigint', default: 0, transformer: safeInteger })
  seenMs!: number;
}

class Things1 implements MigrationInterface {
  name = 'Things1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'things',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'name', type: 'varchar', length: '64' },
          { name: 'seen_ms', type: 'bigint', default: 0 },
        ],
        indices: [{ name: 'things_name_uix', columnNames: ['name'], isUnique: true }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('things');
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('transactions', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;
  const options = { entities: [ThingEntity], migrations: [Things1] };

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await createDataSource({ ...database, ...options });
    transactions = new Transactions(dataSource);
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => dataSource.manager.clear(ThingEntity));

  const count = () => dataSource.manager.count(ThingEntity);

  it('keep all rows of 20 that run at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, id) =>
        transactions.run(async (tx) => {
          await tx.insert(ThingEntity, { id, name: `thing ${id}` });
          await pause(1);
          await tx.update(ThingEntity, { id }, { seenMs: 1 });
        }),
      ),
    );
    expect(await count()).toBe(20);
  });

  it('roll back alone: what others write at the same time stays', async () => {
    const failing = transactions.run(async (tx) => {
      await tx.insert(ThingEntity, { id: 1, name: 'lost' });
      await pause(30);
      throw new Error('not like this');
    });
    const outside = dataSource.manager.insert(ThingEntity, { id: 2, name: 'outside' });
    const beside = transactions.run((tx) => tx.insert(ThingEntity, { id: 3, name: 'beside' }));
    await expect(failing).rejects.toThrow('not like this');
    await Promise.all([outside, beside]);
    expect((await dataSource.manager.find(ThingEntity)).map((thing) => thing.name).sort()).toEqual([
      'beside',
      'outside',
    ]);
  });

  it('cannot be nested: the inner one is refused at once', async () => {
    await expect(transactions.run(() => transactions.run(async () => 1))).rejects.toThrow('A transaction is open here');
  });

  it('are run again as a whole when they lose against another', async () => {
    await dataSource.manager.insert(ThingEntity, [
      { id: 1, name: 'a', seenMs: 0 },
      { id: 2, name: 'b', seenMs: 0 },
    ]);
    const bumpBoth = (first: number, second: number) =>
      transactions.run(async (tx) => {
        await tx.increment(ThingEntity, { id: first }, 'seenMs', 1);
        await pause(20);
        await tx.increment(ThingEntity, { id: second }, 'seenMs', 1);
      });
    await Promise.all([bumpBoth(1, 2), bumpBoth(2, 1), bumpBoth(1, 2), bumpBoth(2, 1)]);
    expect((await dataSource.manager.find(ThingEntity)).map((thing) => thing.seenMs)).toEqual([4, 4]);
  }, 30_000);

  it('are not run again when they are to run once', async () => {
    let attempts = 0;
    const lost = transactions.run(
      () => {
        attempts++;
        return Promise.reject(Object.assign(new Error('late'), { code: 'ER_LOCK_WAIT_TIMEOUT' }));
      },
      { once: true },
    );
    await expect(lost).rejects.toThrow('late');
    expect(attempts).toBe(1);
  });

  it('wait for the row of another transaction for a few seconds only', async () => {
    if (dataSource.options.type !== 'mariadb') return;
    const rows = await transactions.run((tx) =>
      tx.query<{ seconds: number }[]>('SELECT @@innodb_lock_wait_timeout AS seconds'),
    );
    expect(rows).toEqual([{ seconds: 3 }]);
  });

  it('tell a value that is taken, and leave nothing behind', async () => {
    await dataSource.manager.insert(ThingEntity, { id: 1, name: 'taken' });
    const error: unknown = await transactions
      .run(async (tx) => {
        await tx.insert(ThingEntity, { id: 2, name: 'free' });
        await tx.insert(ThingEntity, { id: 3, name: 'taken' });
      })
      .catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
    expect(await count()).toBe(1);
  });

  it('see on every connection what others committed meanwhile, and cost no statement for it', async () => {
    const statements: string[] = [];
    const logger = dataSource.logger;
    dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
      logQuery: (query: string) => void statements.push(query),
    });
    const server = dataSource.options.type === 'mariadb';
    const level = server ? 'SELECT @@tx_isolation AS level' : "SELECT 'READ-COMMITTED' AS level";
    const levels = await Promise.all(
      Array.from({ length: 12 }, () =>
        transactions.run(async (tx) => {
          await pause(server ? 20 : 0);
          return tx.query<{ level: string }[]>(level);
        }),
      ),
    );
    dataSource.logger = logger;
    expect(new Set(levels.flat().map((row) => row.level))).toEqual(new Set(['READ-COMMITTED']));
    expect(statements.filter((statement) => statement.includes('ISOLATION'))).toEqual([]);
  });

  it('compare texts by their bytes, so that case and spaces matter', async () => {
    await dataSource.manager.insert(ThingEntity, [
      { id: 1, name: 'Abc' },
      { id: 2, name: 'abc' },
      { id: 3, name: 'abc ' },
    ]);
    expect(await dataSource.manager.findBy(ThingEntity, { name: 'abc' })).toHaveLength(1);
  });

  it('give back milliseconds and counts as numbers', async () => {
    await dataSource.manager.insert(ThingEntity, { id: 1, name: 'now', seenMs: 1_767_225_600_123 });
    expect((await dataSource.manager.findOneByOrFail(ThingEntity, { id: 1 })).seenMs).toBe(1_767_225_600_123);
    const [row] = await dataSource.query<{ n: number; s: number }[]>(
      'SELECT COUNT(*) AS n, MAX(seen_ms) AS s FROM things',
    );
    expect(row).toEqual({ n: 1, s: 1_767_225_600_123 });
  });

  it('understand migrations that were run before', async () => {
    const again = await createDataSource({ ...database, ...options });
    expect(await again.showMigrations()).toBe(false);
    await again.destroy();
  });

  it('migrate once when several processes start at the same time', async () => {
    const empty = await testDatabase();
    const started = await Promise.all([1, 2, 3].map(() => createDataSource({ ...empty, ...options })));
    expect(await started[0]?.query('SELECT name FROM schema_migrations')).toHaveLength(1);
    await Promise.all(started.map((one) => one.destroy()));
    await empty.drop();
  }, 60_000);

  it('wait for another process that writes to the same database', async () => {
    const other = await createDataSource({ ...database, ...options });
    const others = new Transactions(other);
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => [
        transactions.run((tx) => tx.insert(ThingEntity, { id: i, name: `mine ${i}` })),
        others.run((tx) => tx.insert(ThingEntity, { id: 100 + i, name: `other ${i}` })),
      ]).flat(),
    );
    expect(await count()).toBe(20);
    await other.destroy();
  }, 30_000);
});
