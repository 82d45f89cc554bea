import { setTimeout as sleep } from 'node:timers/promises';
import { heldPromise, until } from '@pulsetech/testing';
import { JobsFixture, ONCE, QUEUES } from '../../../test/jobs.fixture.js';
import type { InProcessJobs } from './in-process-jobs.js';
import { PRIORITY } from './jobs.js';
import type { RedisJobs } from './redis-jobs.js';

let fixture: JobsFixture;
beforeAll(async () => {
  fixture = await JobsFixture.start();
}, 120_000);
afterAll(() => fixture.stop(), 30_000);

describe.each(QUEUES)('jobs %s', (_name, redis) => {
  let kind = '';
  let kinds = 0;
  beforeEach(() => {
    kind = `trial-${process.pid}-${++kinds}`;
  });
  afterEach(() => fixture.closeAll(), 30_000);

  /** A process that notes what it does. */
  function noting(options = ONCE): { jobs: InProcessJobs | RedisJobs; done: unknown[] } {
    const jobs = fixture.open(redis);
    const done: unknown[] = [];
    jobs.handle<{ n: number }>(kind, options, ({ data }) => {
      done.push(data.n);
      return Promise.resolve();
    });
    return { jobs, done };
  }

  /** Another process does a job of another kind meanwhile, from its beginning to its end. */
  async function anotherJob(): Promise<void> {
    const jobs = fixture.open(redis);
    let done = false;
    jobs.handle(`${kind}-other`, ONCE, () => {
      done = true;
      return Promise.resolve();
    });
    jobs.start();
    await jobs.add(`${kind}-other`, {});
    await until('the other job is done', () => done);
  }

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
    const jobs = fixture.open(redis, 'cli');
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
    const jobs = fixture.open(redis);
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

  it('that fail are tried again after a pause, and given up after their last attempt', async () => {
    const jobs = fixture.open(redis);
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

  it('at work are waited for when the process ends, and told that it does', async () => {
    const jobs = fixture.open(redis);
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
