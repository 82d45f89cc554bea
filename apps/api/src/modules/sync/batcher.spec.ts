import { setTimeout as sleep } from 'node:timers/promises';
import { Batcher } from './batcher.js';

describe('a batcher', () => {
  it('does together what came while it was at work, and answers each its own', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number, number>(async (items) => {
      batches.push([...items]);
      await sleep(5);
      return items.map((item) => item * 2);
    });
    const first = batcher.add(1);
    await sleep(1);
    expect(await Promise.all([first, batcher.add(2), batcher.add(3)])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1], [2, 3]]);
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
