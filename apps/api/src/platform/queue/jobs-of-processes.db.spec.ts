import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, heldPromise, startRedis, until } from '@pulsetech/testing';
import { JobsFixture, ONCE, QUEUES } from '../../../test/jobs.fixture.js';
import { ProcessRole } from '../process/process-role.js';
import { RedisServer } from '../redis/redis-server.js';
import { PRIORITY } from './jobs.js';
import { RedisJobs } from './redis-jobs.js';

let fixture: JobsFixture;
beforeAll(async () => {
  fixture = await JobsFixture.start();
}, 120_000);
afterAll(() => fixture.stop(), 30_000);

describe.each(QUEUES)('jobs of several processes %s', (_name, redis) => {
  afterEach(() => fixture.closeAll(), 30_000);

  it('come by themselves every so often, once over all processes', async () => {
    const times: number[] = [];
    const begin = performance.now();
    for (const jobs of [1, 2, 3].map(() => fixture.open(redis))) {
      jobs.handle('turn', ONCE, () => {
        times.push(performance.now());
        return Promise.resolve();
      });
      jobs.every('turn', 400);
      jobs.start();
    }
    await until('it came four times', () => times.length >= 4);
    // Three processes of their own would have had three times as many.
    expect(times.length).toBeLessThanOrEqual((performance.now() - begin) / 360 + 1);
  });
});

const onRedis = QUEUES.find(([, server]) => server)?.[1];
if (onRedis) {
  const redis = onRedis;
  describe('jobs that Redis keeps', () => {
    afterEach(() => fixture.closeAll(), 30_000);

    function open(url = redis.REDIS_URL, connections: RedisServer[] = []): RedisJobs {
      const server = new RedisServer(url, redis.REDIS_PREFIX);
      connections.push(server);
      const jobs = new RedisJobs(new ProcessRole('server'), fixture.leases, server, { ms: 1000, lookMs: 300 });
      fixture.closeLater(async () => {
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
    }, 30_000);

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
    }, 30_000);

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
      fixture.closeLater(() => emptied.stop());
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
      fixture.closeLast(() => second.stop());
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
