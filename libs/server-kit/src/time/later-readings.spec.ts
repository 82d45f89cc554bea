import { setTimeout as sleep } from 'node:timers/promises';
import { LaterReadings } from './later-readings.js';
import { Pace } from './pace.js';

/** Readings that end when they are told to; each answers how many there were by then. */
function readings() {
  const begun: { end: (answer: number) => void; fail: (error: Error) => void }[] = [];
  const read = () =>
    new Promise<number>((end, fail) => {
      begun.push({ end, fail });
    });
  return { begun, read };
}

/** Until all that can go on has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('readings that begin after they are asked for', () => {
  it('are shared by all who ask at the same moment', async () => {
    const { begun, read } = readings();
    const later = new LaterReadings(read);
    const asked = Array.from({ length: 1000 }, () => later.ask());
    await settled();
    expect(begun).toHaveLength(1);
    begun[0]?.end(7);
    expect(new Set(await Promise.all(asked))).toEqual(new Set([7]));
  });

  it('never answer with what began before: whoever comes meanwhile shares the next, which waits for the first', async () => {
    const { begun, read } = readings();
    const later = new LaterReadings(read);
    const first = later.ask();
    await settled();
    const others = [later.ask(), later.ask()];
    await settled();
    expect(begun).toHaveLength(1);
    begun[0]?.end(1);
    expect(await first).toBe(1);
    await settled();
    expect(begun).toHaveLength(2);
    begun[1]?.end(2);
    expect(await Promise.all(others)).toEqual([2, 2]);
  });

  it('go on after one that failed, which is told to those who shared it', async () => {
    const { begun, read } = readings();
    const later = new LaterReadings(read);
    const failing = later.ask();
    await settled();
    const following = later.ask();
    begun[0]?.fail(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    await settled();
    begun[1]?.end(2);
    expect(await following).toBe(2);
  });

  it('take a turn each, and are shared by all who come until it is there', async () => {
    const begun: number[] = [];
    const read = () => Promise.resolve(begun.push(performance.now()));
    const later = new LaterReadings(read, new Pace({ perSecond: 20, burst: 2 }));
    expect(await later.ask()).toBe(1);
    expect(await later.ask()).toBe(2);
    expect(later.nextInMs).toBeGreaterThan(0);
    const first = later.ask();
    await sleep(10);
    expect(later.nextInMs).toBeLessThan(45);
    const second = later.ask();
    expect(await Promise.all([first, second])).toEqual([3, 3]);
    const [one = 0, , three = 0] = begun;
    expect(three - one).toBeGreaterThan(45);
  });

  it('take turns with those of something else at the same pace, however many ask for one of them', async () => {
    const pace = new Pace({ perSecond: 100, burst: 1 });
    const begun: string[] = [];
    const busy = new LaterReadings(() => Promise.resolve(begun.push('busy')), pace);
    const calm = new LaterReadings(() => Promise.resolve(begun.push('calm')), pace);
    await busy.ask();
    const many = Promise.all(Array.from({ length: 100 }, () => busy.ask()));
    await Promise.all([calm.ask(), many.then(() => busy.ask())]);
    expect(begun).toEqual(['busy', 'busy', 'calm', 'busy']);
  });

  it('that get no turn are told so to those who wait for it, and the next may get one', async () => {
    let refused = true;
    const take = (): number => {
      if (refused) throw new Error('too late');
      return 0;
    };
    const later = new LaterReadings(() => Promise.resolve('read'), { waitMs: 0, take });
    await expect(Promise.all([later.ask(), later.ask()])).rejects.toThrow('too late');
    refused = false;
    expect(await later.ask()).toBe('read');
  });
});
