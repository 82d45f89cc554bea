import { heldPromise, until } from '@pulsetech/testing';
import { JobsFixture, noneLeft, ONCE, QUEUES } from '../../../test/jobs.fixture.js';
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

  it('with the same key are one while they wait', async () => {
    const { jobs, done } = noting();
    for (const n of [1, 2, 3]) await jobs.add(kind, { n }, { key: 'user' });
    await jobs.add(kind, { n: 4 }, { key: 'other' });
    jobs.start();
    await noneLeft(jobs, kind);
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
    const jobs = fixture.open(redis);
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
    await noneLeft(jobs, kind);
    expect(begun).toEqual([1, 5, 4]);
  });

  it('with the key of one at work: what is to be done at once is not put off by what may wait', async () => {
    const jobs = fixture.open(redis);
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
    await noneLeft(jobs, kind);
    expect([...begun].sort((a, b) => a - b)).toEqual([1, 2, 11, 22]);
  });

  it('with the key of one that fails: what was to be done at once waits for no pause, and is tried as often as any other', async () => {
    const jobs = fixture.open(redis);
    const gate = heldPromise<null>();
    const begun: (readonly [number, number])[] = [];
    jobs.handle<{ n: number }>(
      kind,
      { concurrency: 5, attempts: 2, backoffMs: [60_000] },
      async ({ data, attempt }) => {
        begun.push([data.n, attempt]);
        await gate.promise;
        if (data.n < 10) throw new Error('not today');
      },
    );
    jobs.start();
    await jobs.add(kind, { n: 1 }, { key: 'one' });
    await jobs.add(kind, { n: 2 }, { key: 'two' });
    await until('both are at work', () => begun.length === 2);
    await jobs.add(kind, { n: 11 }, { key: 'one', priority: PRIORITY.person });
    await jobs.add(kind, { n: 12 }, { key: 'two', delayMs: 60_000 });
    gate.resolve(null);
    await until('what was to be done at once is done', () => begun.length === 3);
    expect(begun[2]).toEqual([11, 1]);
    // The other one is tried again, and followed by what may wait.
    await until('nothing is at work', async () => (await jobs.counts(kind)).active === 0);
    expect(await jobs.counts(kind)).toEqual({ waiting: 0, active: 0, delayed: 1, failed: 0 });
  });

  it('that are tried again later begin at once when somebody asks', async () => {
    const jobs = fixture.open(redis);
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
});
