import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Batcher } from './batcher.js';
import { Convoys } from './convoys.js';

describe('convoys', () => {
  it('take those who come meanwhile through all steps together', async () => {
    const sizes: number[] = [];
    const step = () =>
      new Batcher<number, number>(async (items) => {
        sizes.push(items.length);
        await sleep(5);
        return items;
      });
    const steps = [step(), step(), step()];
    const convoys = new Convoys();
    const travel = (item: number) =>
      convoys.join(async () => {
        for (const each of steps) await each.add(item);
        return item;
      });
    const early = [travel(1), travel(2)];
    await sleep(1);
    const second = [travel(3)];
    await sleep(1);
    const late = [4, 5, 6].map(travel);
    expect(await Promise.all([...early, ...second, ...late])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(sizes.sort()).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('go on when a member fails, which is told to that one only', async () => {
    const convoys = new Convoys();
    const results = await Promise.allSettled([
      convoys.join(() => Promise.reject(new Error('no'))),
      convoys.join(() => Promise.resolve('well')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await convoys.join(() => Promise.resolve('again'))).toBe('again');
  });

  it('go on after members that fail before they have begun', async () => {
    const convoys = new Convoys();
    const fail = (): Promise<string> => {
      throw new Error('at once');
    };
    for (let round = 0; round < 3; round++) {
      const results = await Promise.allSettled([convoys.join(fail), convoys.join(() => Promise.resolve('well'))]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    }
  });

  it('leave every member in the context of its own request', async () => {
    const request = new AsyncLocalStorage<string>();
    const convoys = new Convoys();
    const ask = (name: string) =>
      request.run(name, () =>
        convoys.join(async () => {
          await sleep(1);
          return request.getStore();
        }),
      );
    expect(await Promise.all([ask('first'), ask('second')])).toEqual(['first', 'second']);
  });

  it('begin although members of those under way are held up for long', async () => {
    const convoys = new Convoys();
    let free = (): void => undefined;
    const freed = new Promise<void>((resolve) => (free = resolve));
    const heldUp = [];
    for (let convoy = 0; convoy < 2; convoy++) {
      heldUp.push(convoys.join(() => freed));
      await sleep(5);
    }
    expect(await convoys.join(() => Promise.resolve('well'))).toBe('well');
    free();
    await Promise.all(heldUp);
  }, 10_000);
});
