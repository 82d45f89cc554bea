import { setTimeout as sleep } from 'node:timers/promises';
import { withWorkers } from './workers.js';

describe('workers', () => {
  it('do every item once, so many at a time', async () => {
    const done: number[] = [];
    let atWork = 0;
    let most = 0;
    const items = Array.from({ length: 20 }, (_, index) => index);
    await withWorkers(3, items, async (item) => {
      most = Math.max(most, ++atWork);
      await sleep(1);
      atWork--;
      done.push(item);
    });
    expect(done.sort((a, b) => a - b)).toEqual(items);
    expect(most).toBe(3);
  });

  it('begin nothing after a failure, and end only when all that was begun has ended', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const all = withWorkers(3, [1, 2, 3, 4, 5], async (item) => {
      begun.push(item);
      if (item === 2) throw new Error('stopped');
      await sleep(20);
      ended.push(item);
    });
    await expect(all).rejects.toThrow('stopped');
    expect(begun).toEqual([1, 2, 3]);
    expect(ended).toEqual([1, 3]);
  });

  it('throw what failed first', async () => {
    const all = withWorkers(2, [20, 1], async (ms) => {
      await sleep(ms);
      throw new Error(`after ${ms}`);
    });
    await expect(all).rejects.toThrow('after 1');
  });

  it('have nothing to do without items', async () => {
    await withWorkers(5, [], () => Promise.reject(new Error('no')));
  });
});
