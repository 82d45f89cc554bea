import { setTimeout as sleep } from 'node:timers/promises';
import { Batcher } from './batcher.js';

describe('a batcher', () => {
  it('does together what came while it was at work, and answers each its own', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number, number>(async (items) => {
      batches.push([...items]);
      await sleep(20);
      return items.map((item) => item * 2);
    });
    const first = batcher.add(1);
    await sleep(5);
    expect(await Promise.all([first, batcher.add(2), batcher.add(3)])).toEqual([2, 4, 6]);
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
