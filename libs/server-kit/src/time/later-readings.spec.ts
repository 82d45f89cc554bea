import { LaterReadings } from './later-readings.js';

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

  it('begin one after the other a few times, and then evenly', async () => {
    const begun: number[] = [];
    const later = new LaterReadings(() => Promise.resolve(begun.push(performance.now())), { perSecond: 20, burst: 3 });
    for (let reading = 1; reading <= 5; reading++) expect(await later.ask()).toBe(reading);
    const [first = 0, , third = 0, fourth = 0, fifth = 0] = begun;
    // In proportion: the machine may be busy.
    expect((third - first) * 2).toBeLessThan(fifth - third);
    expect(fourth - first).toBeGreaterThan(45);
    expect(fifth - first).toBeGreaterThan(95);
  });
});
