import { FakeClock } from '@pulsetech/testing';
import { SyncNowLimiter } from './sync-now-limiter.js';

const JOHN = 1;
const ANNA = 2;

describe('The limit of “Sync now”', () => {
  const clock = new FakeClock();
  let limiter: SyncNowLimiter<string>;
  beforeEach(() => {
    limiter = new SyncNowLimiter(clock);
  });
  const done = () => Promise.resolve('done');

  test('is three in thirty seconds for one user', async () => {
    for (let n = 0; n < 3; n++) expect(await limiter.run(JOHN, done)).toBe('done');
    clock.advanceSeconds(20);
    await expect(limiter.run(JOHN, done)).rejects.toMatchObject({
      code: 'synced_just_now',
      retryAfterSeconds: 10,
      message: expect.stringContaining('10 seconds') as string,
    });
    expect(await limiter.run(ANNA, done)).toBe('done');
    clock.advanceSeconds(10);
    expect(await limiter.run(JOHN, done)).toBe('done');
  });

  test('lets a user join what is under way, once for all', async () => {
    let finish: (result: string) => void = () => undefined;
    let runs = 0;
    const slow = () => {
      runs++;
      return new Promise<string>((resolve) => {
        finish = resolve;
      });
    };
    const calls = Array.from({ length: 10 }, () => limiter.run(JOHN, slow));
    finish('once');
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['once']));
    expect(runs).toBe(1);
    expect(await limiter.run(JOHN, done)).toBe('done');
  });

  test('counts what failed as well, and the failure reaches everybody who joined', async () => {
    const fails = () => Promise.reject(new Error('no answer'));
    const calls = [limiter.run(JOHN, fails), limiter.run(JOHN, fails)];
    for (const call of calls) await expect(call).rejects.toThrow('no answer');
    for (let n = 0; n < 2; n++) await limiter.run(JOHN, done);
    await expect(limiter.run(JOHN, done)).rejects.toMatchObject({ code: 'synced_just_now' });
  });
});
