import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createDataSource, SystemClock, Transactions } from '@pulsetech/server-kit';
import {
  freePort,
  heldPromise,
  startRedis,
  testDatabase,
  testRedis,
  until,
  type TestDatabase,
  type TestRedis,
} from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { MIGRATED } from '../../../test/migrated.js';
import { entities } from '../database/entities.js';
import { migrations } from '../database/migrations.js';
import { Leases } from '../locks/leases.js';
import { ProcessRole } from '../process/process-role.js';
import { RedisServer } from '../redis/redis-server.js';
import { InProcessJobs } from './in-process-jobs.js';
import { PRIORITY } from './jobs.js';
import { RedisJobs } from './redis-jobs.js';

const ONCE = { concurrency: 1, attempts: 1, backoffMs: 10 };
const QUEUES: readonly (readonly [string, TestRedis | null])[] = [
  ['in process', null],
  ...(process.env['TEST_REDIS_URL'] ? ([['on Redis', testRedis()]] as const) : []),
];

let database: TestDatabase;
let dataSource: DataSource;
let leases: Leases;
beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await testDatabase(MIGRATED);
  dataSource = await createDataSource({ ...database, entities, migrations });
  leases = new Leases(new Transactions(dataSource), new SystemClock());
}, 120_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
}, 30_000);

describe.each(QUEUES)('jobs %s', (_name, redis) => {
  const opened: (() => Promise<void>)[] = [];
  let kind = '';
  let kinds = 0;
  beforeEach(() => {
    kind = `trial-${process.pid}-${++kinds}`;
  });
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  }, 30_000);

  /** As another process of the same site has it. */
  function open(role: 'server' | 'cli' = 'server'): InProcessJobs | RedisJobs {
    const server = redis && new RedisServer(redis.REDIS_URL, redis.REDIS_PREFIX);
    const process = new ProcessRole(role);
    const jobs = server ? new RedisJobs(process, leases, server) : new InProcessJobs(process, leases);
    opened.push(async () => {
      await jobs.beforeApplicationShutdown();
      await server?.close();
    });
    return jobs;
  }

  /** A process that notes what it does. */
  function noting(options = ONCE): { jobs: InProcessJobs | RedisJobs; done: unknown[] } {
    const jobs = open();
    const done: unknown[] = [];
    jobs.handle<{ n: number }>(kind, options, ({ data }) => {
      done.push(data.n);
      return Promise.resolve();
    });
    return { jobs, done };
  }

  /** Another process does a job of another kind meanwhile, from its beginning to its end. */
  async function anotherJob(): Promise<void> {
    const jobs = open();
    let done = false;
    jobs.handle(`${kind}-other`, ONCE, () => {
      done = true;
      return Promise.resolve();
    });
    jobs.start();
    await jobs.add(`${kind}-other`, {});
    await until('the other job is done', () => done);
  }

  const noneLeft = (jobs: InProcessJobs | RedisJobs): Promise<void> =>
    until('none is left', async () => {
      const { waiting, active, delayed } = await jobs.counts(kind);
      return waiting + active + delayed === 0;
    });

  it('are done with their data once the process is at work', async () => {
    const { jobs, done } = noting();
    await jobs.add(kind, { n: 7 });
    expect(await jobs.counts(kind)).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    jobs.onApplicationBootstrap();
    await until('it is done', () => done.length === 1);
    expect(done).toEqual([7]);
    await until('none is left', async () => (await jobs.counts(kind)).active === 0);
    expect(await jobs.counts(kind)).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  it('are never taken by the command line, which may add some', async () => {
    const jobs = open('cli');
    jobs.handle(kind, ONCE, () => Promise.reject(new Error('was taken')));
    jobs.onApplicationBootstrap();
    await jobs.add(kind, {});
    await anotherJob();
    expect(await jobs.counts(kind)).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
  });

  it('of the higher priority come first, and otherwise who came first', async () => {
    const { jobs, done } = noting();
    await jobs.add(kind, { n: 3 }, { priority: PRIORITY.run });
    await jobs.add(kind, { n: 2 }, { priority: PRIORITY.push });
    await jobs.add(kind, { n: 4 }, { priority: PRIORITY.run });
    await jobs.add(kind, { n: 1 }, { priority: PRIORITY.person });
    jobs.start();
    await until('all are done', () => done.length === 4);
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it('are done as many at a time as their kind allows', async () => {
    const jobs = open();
    const gate = heldPromise<null>();
    let [atWork, most] = [0, 0];
    jobs.handle(kind, { ...ONCE, concurrency: 2 }, async () => {
      most = Math.max(most, ++atWork);
      await gate.promise;
      atWork--;
    });
    for (let n = 0; n < 5; n++) await jobs.add(kind, { n });
    jobs.start();
    await until('two are at work', () => atWork === 2);
    await anotherJob();
    expect(await jobs.counts(kind)).toEqual({ waiting: 3, active: 2, delayed: 0, failed: 0 });
    gate.resolve(null);
    await until('all are done', async () => (await jobs.counts(kind)).waiting === 0 && atWork === 0);
    expect(most).toBe(2);
  });

  it('wait for their delay', async () => {
    const { jobs, done } = noting();
    jobs.start();
    await jobs.add(kind, { n: 1 }, { delayMs: 60_000 });
    await jobs.add(kind, { n: 2 }, { delayMs: 100 });
    await until('the one whose delay is over is done', () => done.length === 1);
    expect(done).toEqual([2]);
    expect((await jobs.counts(kind)).delayed).toBe(1);
  });

  it('with the same key are one while they wait', async () => {
    const { jobs, done } = noting();
    for (const n of [1, 2, 3]) await jobs.add(kind, { n }, { key: 'user' });
    await jobs.add(kind, { n: 4 }, { key: 'other' });
    jobs.start();
    await noneLeft(jobs);
    expect(done).toEqual([1, 4]);
  });

  it('with the same key do not wait for a delay when one without comes, and for no later one otherwise', async () => {
    const { jobs, done } = noting();
    jobs.start();
    await jobs.add(kind, { n: 1 }, { key: 'user', delayMs: 60_000 });
    await jobs.add(kind, { n: 2 }, { key: 'user', delayMs: 60_000 });
    expect((await jobs.counts(kind)).delayed).toBe(1);
    await jobs.add(kind, { n: 3 }, { key: 'user' });
    await until('it is done', () => done.length === 1);
    expect(done).toEqual([3]);
    expect((await jobs.counts(kind)).delayed).toBe(0);
  });

  it('with the key of one at work: one more waits, the last that came, and begins when that one ended', async () => {
    const jobs = open();
    const gate = heldPromise<null>();
    const begun: number[] = [];
    jobs.handle<{ n: number }>(kind, { ...ONCE, concurrency: 5 }, async ({ data }) => {
      begun.push(data.n);
      await gate.promise;
    });
    jobs.start();
    await jobs.add(kind, { n: 1 }, { key: 'user' });
    await until('it is at work', () => begun.length === 1);
    for (const n of [2, 3, 4]) await jobs.add(kind, { n }, { key: 'user' });
    // Who came later and need not wait is begun; those before would have been, if they could.
    await jobs.add(kind, { n: 5 }, { key: 'other' });
    await until('somebody else was begun', () => begun.length > 1);
    expect(begun).toEqual([1, 5]);
    gate.resolve(null);
    await noneLeft(jobs);
    expect(begun).toEqual([1, 5, 4]);
  });

  it('with the key of one at work: what is to be done at once is not put off by what may wait', async () => {
    const jobs = open();
    const gate = heldPromise<null>();
    const begun: number[] = [];
    jobs.handle<{ n: number }>(kind, { ...ONCE, concurrency: 5 }, async ({ data }) => {
      begun.push(data.n);
      await gate.promise;
    });
    jobs.start();
    for (const key of ['one', 'two']) await jobs.add(kind, { n: key === 'one' ? 1 : 2 }, { key });
    await until('both are at work', () => begun.length === 2);
    await jobs.add(kind, { n: 11 }, { key: 'one' });
    await jobs.add(kind, { n: 12 }, { key: 'one', delayMs: 60_000 });
    await jobs.add(kind, { n: 21 }, { key: 'two', delayMs: 60_000 });
    await jobs.add(kind, { n: 22 }, { key: 'two' });
    gate.resolve(null);
    await noneLeft(jobs);
    expect([...begun].sort((a, b) => a - b)).toEqual([1, 2, 11, 22]);
  });

  it('that fail are tried again after a pause, and given up after their last attempt', async () => {
    const jobs = open();
    const attempts: (readonly [number, boolean])[] = [];
    const at: number[] = [];
    jobs.handle(kind, { ...ONCE, attempts: 3, backoffMs: [50, 200] }, ({ attempt, isLastAttempt }) => {
      attempts.push([attempt, isLastAttempt]);
      at.push(performance.now());
      return Promise.reject(new Error('not today'));
    });
    jobs.start();
    await jobs.add(kind, {}, { key: 'user' });
    await until('it is given up', async () => (await jobs.counts(kind)).failed === 1);
    expect(attempts).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(39);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(159);
    await jobs.add(kind, {}, { key: 'user' });
    await until('it is begun anew', () => attempts.length === 4);
    expect(attempts.at(-1)).toEqual([1, false]);
  });

  it('that are tried again later begin at once when somebody asks', async () => {
    const jobs = open();
    const begun: (readonly [number, number])[] = [];
    jobs.handle<{ n: number }>(kind, { ...ONCE, attempts: 2, backoffMs: 60_000 }, ({ data, attempt }) => {
      begun.push([data.n, attempt]);
      return data.n === 1 ? Promise.reject(new Error('not today')) : Promise.resolve();
    });
    jobs.start();
    await jobs.add(kind, { n: 1 }, { key: 'user' });
    await until('it failed', async () => (await jobs.counts(kind)).delayed === 1);
    await jobs.add(kind, { n: 2 }, { key: 'user' });
    await until('it was begun anew', () => begun.length === 2);
    await until('none is left', async () => (await jobs.counts(kind)).active === 0);
    expect(begun).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(await jobs.counts(kind)).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  it('come by themselves every so often, once over all processes', async () => {
    const times: number[] = [];
    const begin = performance.now();
    for (const jobs of [open(), open(), open()]) {
      jobs.handle(kind, ONCE, () => {
        times.push(performance.now());
        return Promise.resolve();
      });
      jobs.every(kind, 400);
      jobs.start();
    }
    await until('it came four times', () => times.length >= 4);
    // Three processes of their own would have had three times as many.
    expect(times.length).toBeLessThanOrEqual((performance.now() - begin) / 360 + 1);
  });

  it('at work are waited for when the process ends, and told that it does', async () => {
    const jobs = open();
    let ended = false;
    jobs.handle(kind, ONCE, async ({ signal }) => {
      while (!signal.aborted) await sleep(5);
      await sleep(50);
      ended = true;
    });
    jobs.start();
    await jobs.add(kind, {});
    await until('it is at work', async () => (await jobs.counts(kind)).active === 1);
    await jobs.beforeApplicationShutdown();
    expect(ended).toBe(true);
  });
});

const onRedis = QUEUES.find(([, server]) => server)?.[1];
if (onRedis) {
  const redis = onRedis;
  describe('jobs of several processes on Redis', () => {
    const opened: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of opened.splice(0).reverse()) await close();
    }, 30_000);

    function open(url = redis.REDIS_URL, connections: RedisServer[] = []): RedisJobs {
      const server = new RedisServer(url, redis.REDIS_PREFIX);
      connections.push(server);
      const jobs = new RedisJobs(new ProcessRole('server'), leases, server, { ms: 1000, lookMs: 300 });
      opened.push(async () => {
        await jobs.beforeApplicationShutdown();
        await server.close();
      });
      return jobs;
    }

    it('are each done once, and shared among the processes', async () => {
      const done = new Map<number, number[]>();
      const processes = [open(), open(), open(), open()];
      processes.forEach((jobs, process) => {
        jobs.handle<{ n: number }>('shared', { ...ONCE, concurrency: 5 }, async ({ data }) => {
          done.set(data.n, [...(done.get(data.n) ?? []), process]);
          await sleep(5);
        });
        jobs.start();
      });
      const [first] = processes;
      await Promise.all(Array.from({ length: 200 }, (_, n) => first?.add('shared', { n })));
      await until('all are done', () => done.size === 200);
      const takers = [...done.values()];
      expect(takers.every(({ length }) => length === 1)).toBe(true);
      expect(new Set(takers.flat()).size).toBeGreaterThan(1);
    });

    it('are given back by a process that ends, and taken by another without counting as failed', async () => {
      const dying = open();
      dying.handle('given-back', ONCE, ({ signal }) => {
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopping'))));
      });
      dying.start();
      await dying.add('given-back', { n: 1 }, { priority: PRIORITY.run });
      await until('it is at work', async () => (await dying.counts('given-back')).active === 1);
      const living = open();
      const attempts: number[] = [];
      living.handle('given-back', ONCE, ({ attempt }) => {
        attempts.push(attempt);
        return Promise.resolve();
      });
      living.start();
      await dying.beforeApplicationShutdown();
      await until('the other one did it', () => attempts.length === 1);
      expect(attempts).toEqual([1]);
    });

    it('of a process that was killed are taken up by another', async () => {
      const connections: RedisServer[] = [];
      const killed = open(redis.REDIS_URL, connections);
      killed.handle('taken-up', ONCE, () => new Promise(() => undefined));
      killed.start();
      await killed.add('taken-up', { n: 1 }, { key: 'user' });
      await until('it is at work', async () => (await killed.counts('taken-up')).active === 1);
      // What is left of a process that was killed: what it holds, and nobody who renews it.
      await connections[0]?.close();
      const living = open();
      const done: unknown[] = [];
      living.handle('taken-up', ONCE, ({ data }) => {
        done.push(data);
        return Promise.resolve();
      });
      living.start();
      await until('the other one did it', () => done.length === 1, 20_000);
      expect(done).toEqual([{ n: 1 }]);
    }, 60_000);

    it('are forgotten by a Redis that somebody empties, and whatever comes after that is done', async () => {
      const emptied = await startRedis();
      opened.push(() => emptied.stop());
      const connections: RedisServer[] = [];
      const jobs = open(emptied.url, connections);
      const gate = heldPromise<null>();
      const done: number[] = [];
      let turns = 0;
      jobs.handle<{ n: number }>('emptied', ONCE, async ({ data }) => {
        if (data.n === 1) await gate.promise;
        done.push(data.n);
      });
      jobs.handle('turns', ONCE, () => {
        turns += 1;
        return Promise.resolve();
      });
      jobs.every('turns', 200);
      jobs.start();
      await jobs.add('emptied', { n: 1 }, { key: 'one' });
      await until('it is at work', async () => (await jobs.counts('emptied')).active === 1);
      await jobs.add('emptied', { n: 2 }, { key: 'one' });
      await jobs.add('emptied', { n: 3 }, { key: 'two' });
      await jobs.add('emptied', { n: 4 }, { key: 'three', delayMs: 60_000 });
      await connections[0]?.commands.flushall();
      const before = turns;
      gate.resolve(null);
      for (const [n, key] of [
        [5, 'one'],
        [6, 'two'],
        [7, 'three'],
      ] as const)
        await jobs.add('emptied', { n }, { key });
      await until('those after it are done', () => [5, 6, 7].every((n) => done.includes(n)), 20_000);
      await until('what comes by itself comes again', () => turns >= before + 2);
      expect([...done].sort((a, b) => a - b)).toEqual([1, 5, 6, 7]);
      expect(await jobs.counts('emptied')).toMatchObject({ waiting: 0, delayed: 0 });
    }, 60_000);

    it('cannot be added while Redis is away, which is told at once, and are done when it is back', async () => {
      const port = await freePort();
      const jobs = open(`redis://127.0.0.1:${port}`);
      const done: unknown[] = [];
      jobs.handle<{ n: number }>('away', ONCE, ({ data }) => {
        done.push(data.n);
        return Promise.resolve();
      });
      jobs.start();
      await expect(jobs.add('away', { n: 1 })).rejects.toMatchObject({ code: 'jobs_unavailable' });
      await expect(jobs.counts()).rejects.toMatchObject({ code: 'jobs_unavailable' });
      const first = await startRedis({ port });
      await until('one can be added', () => added(jobs, 2));
      await until('it is done', () => done.includes(2));
      await first.stop();
      await until('it is noticed that Redis is away', async () => !(await added(jobs, 3)));
      const second = await startRedis({ port });
      opened.unshift(() => second.stop());
      await until('one can be added again', () => added(jobs, 4));
      await until('it is done', () => done.includes(4), 30_000);
    }, 90_000);
  });
}

async function added(jobs: RedisJobs, n: number): Promise<boolean> {
  try {
    await jobs.add('away', { n });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'jobs_unavailable' });
    return false;
  }
}
