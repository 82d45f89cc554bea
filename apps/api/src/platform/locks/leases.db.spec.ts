import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDataSource, Transactions } from '@pulsetech/server-kit';
import { FakeClock, testDatabase, type TestDatabase } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { MIGRATED } from '../../../test/migrated.js';
import { entities } from '../database/entities.js';
import { migrations } from '../database/migrations.js';
import { Leases, type Lease } from './leases.js';

const outside = AsyncLocalStorage.snapshot();

describe('a lease', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const clock = new FakeClock();
  let leases: Leases;
  beforeAll(async () => {
    database = await testDatabase(MIGRATED);
    dataSource = await createDataSource({ ...database, entities, migrations });
    leases = new Leases(new Transactions(dataSource), clock);
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  }, 30_000);
  const options = { ttlMs: 60_000, waitMs: 0 };

  it('is held by one at a time', async () => {
    const first = await leases.acquire('a', options);
    expect(first?.isHeld()).toBe(true);
    expect(await leases.acquire('a', options)).toBeNull();
    const other = await leases.acquire('b', options);
    await first?.release();
    expect(first?.isHeld()).toBe(false);
    const second = await leases.acquire('a', options);
    expect(second).not.toBeNull();
    await Promise.all([second?.release(), other?.release()]);
  });

  it('is waited for', async () => {
    const first = await leases.acquire('a', options);
    const second = leases.acquire('a', { ...options, waitMs: 5000 });
    await first?.release();
    await (await second)?.release();
    expect(await second).not.toBeNull();
  });

  it('runs out when its holder died, and then belongs to the next one alone', async () => {
    const dead = await leases.acquire('a', options);
    clock.advanceSeconds(61);
    const [one, two] = await Promise.all([leases.acquire('a', options), leases.acquire('a', options)]);
    expect([one, two].filter((lease) => lease !== null)).toHaveLength(1);
    await dead?.release();
    expect(await leases.acquire('a', options)).toBeNull();
    await (one ?? two)?.release();
  });

  it('is not believed when it runs out later than anybody could have written who lives', async () => {
    const wrong = new FakeClock();
    wrong.advanceSeconds(3600);
    const dead = await new Leases(new Transactions(dataSource), wrong).acquire('a', options);
    const next = await leases.acquire('a', options);
    expect(next).not.toBeNull();
    expect(await leases.acquire('a', options)).toBeNull();
    await dead?.release();
    expect(await leases.acquire('a', options)).toBeNull();
    await next?.release();
  });

  it('is taken with others in one transaction, but for those that are held, and given back in another', async () => {
    const transactions = new Transactions(dataSource);
    const held = await leases.acquire('b', options);
    const taken = await transactions.run((tx) => leases.takeWithin(tx, ['a', 'b', 'c'], options.ttlMs));
    expect(taken.map((one) => one?.name ?? null)).toEqual(['a', null, 'c']);
    const begun = taken.flatMap((one) => one?.hold() ?? []);
    expect(begun.map((lease) => lease.isHeld())).toEqual([true, true]);
    expect(await leases.acquire('c', options)).toBeNull();
    await transactions.run((tx) => leases.giveBackWithin(tx, begun));
    for (const lease of begun) lease.ended();
    expect(begun.map((lease) => lease.isHeld())).toEqual([false, false]);
    const again = await transactions.run((tx) => leases.takeWithin(tx, ['a', 'c'], options.ttlMs));
    expect(again.every((one) => one !== null)).toBe(true);
    await transactions.run((tx) =>
      leases.giveBackWithin(
        tx,
        again.flatMap((one) => one ?? []),
      ),
    );
    await held?.release();
    expect(await dataSource.query('SELECT * FROM locks')).toEqual([]);
  });

  it('is over when its time went by on the clock of the day, and renewed only by its holder', async () => {
    const slept = await leases.acquire('a', options);
    clock.advanceSeconds(61);
    expect(slept?.isHeld()).toBe(false);
    await slept?.release();
  });

  it('counts from before it was written: what took longer than its time is not held', async () => {
    const transactions = new Transactions(dataSource);
    const [taken] = await transactions.run(async (tx) => {
      const written = await leases.takeWithin(tx, ['a'], options.ttlMs);
      clock.advanceSeconds(61);
      return written;
    });
    expect(taken?.hold()).toBeNull();
    const other = await leases.acquire('a', options);
    expect(other?.isHeld()).toBe(true);
    await other?.release();
  });

  it('is told from one that somebody else took over, and cannot be taken over while that is written', async () => {
    const transactions = new Transactions(dataSource);
    const lost = await leases.acquire('a', options);
    const late = await leases.acquire('b', options);
    const given = await leases.acquire('c', options);
    await given?.release();
    clock.advanceSeconds(61);
    const other = await leases.acquire('a', options);
    const all = [lost, late, given].flatMap((lease) => lease ?? []);
    let overtaken: Promise<unknown> = Promise.resolve();
    const kept = await transactions.run(async (tx) => {
      const owners = await leases.keptWithin(tx, all);
      // Outside of this transaction, as another process would.
      overtaken = outside(() => leases.acquire('b', options));
      await sleep(50);
      await leases.giveBackWithin(tx, all);
      return owners;
    });
    expect([...kept]).toEqual([late?.owner]);
    const next = (await overtaken) as Lease | null;
    const [row] = await dataSource.query<{ n: number }[]>("SELECT COUNT(*) AS n FROM locks WHERE name = 'b'");
    expect(Number(row?.n)).toBe(next === null ? 0 : 1);
    await Promise.all([lost, late, other, next].map((lease) => lease?.release()));
  });

  // SQLite lets one write at a time: there is no such waiting within a statement.
  const onServer = process.env['TEST_DATABASE'] === 'mariadb';
  const whoseRowIsWritten = (): void => {
    const whileWritten = async <T>(
      expiresMs: number,
      work: () => Promise<T>,
      end: 'commit' | 'rollback',
      forMs = 300,
    ): Promise<T> => {
      const runner = dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query('INSERT INTO locks (name, owner, expires_at_ms) VALUES (?, ?, ?)', ['b', 'other', expiresMs]);
      const result = work();
      await sleep(forMs);
      clock.advanceSeconds(61);
      await (end === 'commit' ? runner.commitTransaction() : runner.rollbackTransaction());
      await runner.release();
      return result;
    };
    it('is held from when it is free, and by one only', async () => {
      const lease = await whileWritten(0, () => leases.acquire('b', { ...options, waitMs: 5000 }), 'rollback');
      expect(lease?.isHeld()).toBe(true);
      expect(await leases.acquire('b', options)).toBeNull();
      await lease?.release();
    });

    it('is not had, by one or by a batch, while a process that stands still keeps its row', async () => {
      const [one, many] = await whileWritten(
        0,
        () =>
          Promise.all([
            leases.acquire('b', options),
            new Transactions(dataSource).run((tx) => leases.takeWithin(tx, ['b', 'c'], 60_000)),
          ]),
        'rollback',
        4000,
      );
      expect([one, many]).toEqual([null, [null, null]]);
    }, 20_000);

    it('is taken over when that one ran out meanwhile', async () => {
      const lease = await whileWritten(clock.nowMs() + 60_000, () => leases.acquire('b', options), 'commit');
      expect(lease?.isHeld()).toBe(true);
      await lease?.release();
    });

    it('is not held by a batch that waited for longer than its time', async () => {
      const transactions = new Transactions(dataSource);
      const begin = () => transactions.run((tx) => leases.takeWithin(tx, ['a', 'b'], options.ttlMs));
      const taken = await whileWritten(0, begin, 'rollback');
      expect(taken.map((one) => one?.hold() ?? null)).toEqual([null, null]);
      const other = await leases.acquire('a', options);
      expect(other?.isHeld()).toBe(true);
      await other?.release();
    });
  };
  if (onServer) describe('whose row somebody else is writing', whoseRowIsWritten);
});
