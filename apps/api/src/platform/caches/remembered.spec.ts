import { FakeClock } from '@pulsetech/testing';
import { Remembered } from './remembered.js';

describe('a remembered value', () => {
  let clock: FakeClock;
  let answers: ((value: number | Error) => void)[];
  let remembered: Remembered<number>;

  beforeEach(() => {
    clock = new FakeClock();
    answers = [];
    const read = (): Promise<number> =>
      new Promise((resolve, reject) => {
        answers.push((value) => {
          if (value instanceof Error) reject(value);
          else resolve(value);
        });
      });
    remembered = new Remembered(clock, 2000, read);
  });

  it('is read once by all who ask at the same time, and anew when it is old', async () => {
    const both = Promise.all([remembered.get(), remembered.get()]);
    answers[0]?.(1);
    expect(await both).toEqual([1, 1]);
    clock.set(clock.nowMs() + 1999);
    expect(await remembered.get()).toBe(1);
    clock.set(clock.nowMs() + 1);
    const later = remembered.get();
    answers[1]?.(2);
    expect(await later).toBe(2);
  });

  it('is read anew after a failure, which everybody who asked is told', async () => {
    const both = [remembered.get(), remembered.get()];
    answers[0]?.(new Error('no'));
    for (const one of both) await expect(one).rejects.toThrow('no');
    const again = remembered.get();
    answers[1]?.(2);
    expect(await again).toBe(2);
  });

  it('is not the one whose reading began before it was to be forgotten', async () => {
    const before = remembered.get();
    remembered.forget();
    const after = remembered.get();
    answers[1]?.(2);
    answers[0]?.(1);
    expect([await before, await after, await remembered.get()]).toEqual([1, 2, 2]);
  });

  it('is read anew when the clock was set back', async () => {
    const first = remembered.get();
    answers[0]?.(1);
    await first;
    clock.set(clock.nowMs() - 1);
    const again = remembered.get();
    answers[1]?.(2);
    expect(await again).toBe(2);
  });
});
