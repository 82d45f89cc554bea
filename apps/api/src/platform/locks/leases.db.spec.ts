import { createDataSource, Transactions } from '@pulsetech/server-kit';
import { FakeClock, testDatabase, type TestDatabase } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../database/entities.js';
import { migrations } from '../database/migrations.js';
import { Leases } from './leases.js';

describe('a lease', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const clock = new FakeClock();
  let leases: Leases;
  beforeAll(async () => {
    database = await testDatabase();
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
});
