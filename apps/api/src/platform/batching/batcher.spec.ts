import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, Transactions } from '@pulsetech/server-kit';
import { heldPromise, until } from '@pulsetech/testing';
import { DataSource } from 'typeorm';
import { Batcher } from './batcher.js';

class NotAnswering extends DomainError<'lms_unavailable'> {}

describe('a batcher', () => {
  it('does together what came while it was at work, and answers each its own', async () => {
    const batches: number[][] = [];
    const atWork = heldPromise<null>();
    const batcher = new Batcher<number, number>(async (items) => {
      batches.push([...items]);
      await atWork.promise;
      return items.map((item) => item * 2);
    });
    const first = batcher.add(1);
    await until('the first is at work', () => batches.length === 1);
    const others = [batcher.add(2), batcher.add(3)];
    atWork.resolve(null);
    expect(await Promise.all([first, ...others])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('takes along what is asked for at the same moment, a hundred at a time', async () => {
    const sizes: number[] = [];
    const batcher = new Batcher<number, number>((items) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    });
    const asked = Array.from({ length: 230 }, (_, index) => index);
    expect(await Promise.all(asked.map((item) => batcher.add(item)))).toEqual(asked);
    expect(sizes).toEqual([100, 100, 30]);
  });

  it('takes more along where that costs no more', async () => {
    const sizes: number[] = [];
    const work = (items: readonly number[]): Promise<readonly number[]> => {
      sizes.push(items.length);
      return Promise.resolve(items);
    };
    const batcher = new Batcher(work, 1000);
    await Promise.all(Array.from({ length: 1200 }, (_, index) => batcher.add(index)));
    expect(sizes).toEqual([1000, 200]);
  });

  it('tells a fault only to those who have it, and does the rest', async () => {
    const done: number[] = [];
    const batcher = new Batcher<number, number>((items) => {
      if (items.includes(3)) return Promise.reject(new Error('three is wrong'));
      done.push(...items);
      return Promise.resolve(items);
    });
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => batcher.add(item)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(done.sort()).toEqual([1, 2, 4, 5]);
  });

  it('repeats nothing when the connection broke, as it may have been done', async () => {
    let calls = 0;
    const batcher = new Batcher<number, number>(() => {
      calls++;
      return Promise.reject(Object.assign(new Error('gone'), { fatal: true }));
    });
    const results = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toBe(1);
  });

  it.each([
    ['a server that does not answer', new NotAnswering('lms_unavailable', 'The LMS does not answer.')],
    ['a connection that broke', Object.assign(new Error('gone'), { fatal: true })],
  ])('repeats nothing after %s', async (_, error) => {
    let calls = 0;
    const batcher = new Batcher<number, number>(() => {
      calls++;
      return Promise.reject(error);
    });
    const asked = Array.from({ length: 60 }, (_none, item) => batcher.add(item));
    for (const result of await Promise.allSettled(asked)) expect(result).toEqual({ status: 'rejected', reason: error });
    expect(calls).toBe(1);
  });

  it.each(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY'])(
    'tries each once by itself after %s, while others go on: only who meets the lock waits for it',
    async (code) => {
      const late = Object.assign(new Error('late'), { code });
      const sizes: number[] = [];
      let free = (): void => undefined;
      const freed = new Promise<void>((resolve) => (free = resolve));
      const batcher = new Batcher<number, number>(async (items) => {
        sizes.push(items.length);
        if (!items.includes(3)) return items;
        if (items.length === 1) await freed;
        throw late;
      });
      const locked = batcher.add(3);
      const told = expect(locked).rejects.toBe(late);
      const others = [1, 2, 4, 5, 6, 7].map((item) => batcher.add(item));
      expect(await Promise.all(others)).toEqual([1, 2, 4, 5, 6, 7]);
      expect(await Promise.all([batcher.add(8), batcher.add(9)])).toEqual([8, 9]);
      free();
      await told;
      expect(sizes).toEqual([7, 1, 1, 1, 1, 1, 1, 1, 2]);
    },
  );

  it('gives up who has had no turn in time, when each one meets a lock', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    let calls = 0;
    const batcher = new Batcher<number, number>(() => {
      calls++;
      now += 3000;
      return Promise.reject(Object.assign(new Error('late'), { code: 'ER_LOCK_WAIT_TIMEOUT' }));
    });
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_none, item) => batcher.add(item)));
    jest.restoreAllMocks();
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(calls).toBe(3);
  });

  it('gives a batch up that fails slowly', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    let calls = 0;
    const batcher = new Batcher<number, number>(() => {
      calls++;
      now += 3000;
      return Promise.reject(new Error('slow'));
    });
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_none, item) => batcher.add(item)));
    jest.restoreAllMocks();
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(calls).toBe(3);
  });

  it('works outside of the requests that ask, each of which goes on as itself', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const batcher = new Batcher<number, number>(async (items) => {
      await sleep(1);
      seen.push(request.getStore());
      return items;
    });
    const ask = (name: string) =>
      request.run(name, async () => {
        await batcher.add(1);
        return request.getStore();
      });
    expect(await Promise.all([ask('first'), ask('second')])).toEqual(['first', 'second']);
    expect(seen).toEqual([undefined]);
  });

  it('refuses whoever asks within a transaction, and nobody else', async () => {
    const dataSource = await new DataSource({ type: 'better-sqlite3', database: ':memory:' }).initialize();
    const batcher = new Batcher<number, number>((items) => Promise.resolve(items));
    const inside = new Transactions(dataSource).run(() => batcher.add(1));
    await expect(Promise.all([inside, batcher.add(2)])).rejects.toThrow('within a transaction');
    expect(await batcher.add(3)).toBe(3);
    await dataSource.destroy();
  });

  it('goes on after a batch that failed', async () => {
    let fails = true;
    const batcher = new Batcher<number, number>((items) => {
      return fails ? Promise.reject(new Error('no')) : Promise.resolve(items);
    });
    await expect(batcher.add(1)).rejects.toThrow('no');
    fails = false;
    expect(await batcher.add(2)).toBe(2);
  });
});
