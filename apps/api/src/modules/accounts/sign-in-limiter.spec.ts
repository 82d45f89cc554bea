import { FakeClock } from '@pulsetech/testing';
import { SignInLimiter } from './sign-in-limiter.js';

const wrong = () => Promise.resolve(null);
const right = () => Promise.resolve('in');
const busy = () => Promise.reject(new Error('never checked'));
const TOO_MANY = { code: 'too_many_attempts' };

describe('the limit of sign-ins', () => {
  const clock = new FakeClock();
  let limiter: SignInLimiter;
  beforeEach(() => {
    limiter = new SignInLimiter(clock);
  });

  const failing = async (times: number, name = 'jsmith', address = '192.0.2.1') => {
    for (let n = 0; n < times; n++) expect(await limiter.attempt(name, address, wrong)).toBeNull();
  };
  /** Fails so often from one address, with another name each time. */
  const guessing = async (times: number, address: string) => {
    for (let n = 0; n < times; n++) await limiter.attempt(`guess${n}`, address, wrong);
  };

  it('is ten in ten minutes, whatever the case of the name', async () => {
    await failing(5, 'jsmith');
    await failing(5, ' JSmith ');
    clock.advanceSeconds(420);
    await expect(limiter.attempt('jsmith', '192.0.2.1', right)).rejects.toMatchObject({
      ...TOO_MANY,
      retryAfterSeconds: 180,
      message: expect.stringContaining('3 minutes') as string,
    });
    clock.advanceSeconds(180);
    expect(await limiter.attempt('jsmith', '192.0.2.1', right)).toBe('in');
  });

  it('is of one name at one address', async () => {
    await failing(10);
    expect(await limiter.attempt('anna', '192.0.2.1', right)).toBe('in');
    expect(await limiter.attempt('jsmith', '192.0.2.2', right)).toBe('in');
  });

  it('begins anew after a success', async () => {
    await failing(9);
    await limiter.attempt('jsmith', '192.0.2.1', right);
    await failing(10);
    await expect(limiter.attempt('jsmith', '192.0.2.1', right)).rejects.toMatchObject(TOO_MANY);
  });

  it('does not count what was never checked', async () => {
    for (let n = 0; n < 50; n++) await expect(limiter.attempt('jsmith', '192.0.2.1', busy)).rejects.toThrow('never');
    expect(await limiter.attempt('jsmith', '192.0.2.1', right)).toBe('in');
  });

  it('is thirty of all names at one address, or in one IPv6 network', async () => {
    await guessing(30, '192.0.2.1');
    await guessing(15, '2001:db8::1');
    await guessing(15, '2001:db8::ffff');
    for (const address of ['192.0.2.1', '2001:db8::2']) {
      const refused = limiter.attempt('anna', address, right);
      await expect(refused).rejects.toMatchObject({ ...TOO_MANY, retryAfterSeconds: 600 });
    }
    expect(await limiter.attempt('anna', '192.0.2.2', right)).toBe('in');
    expect(await limiter.attempt('anna', '2001:db8:0:1::2', right)).toBe('in');
  });

  it('of all names at one address is counted apart where tokens are given, and that of one name is not', async () => {
    for (let n = 0; n < 30; n++) await limiter.attempt(`guess${n}`, '192.0.2.1', wrong, 'token');
    await expect(limiter.attempt('anna', '192.0.2.1', right, 'token')).rejects.toMatchObject(TOO_MANY);
    expect(await limiter.attempt('anna', '192.0.2.1', right)).toBe('in');
    await failing(10, 'maria', '192.0.2.2');
    await expect(limiter.attempt('maria', '192.0.2.2', right, 'token')).rejects.toMatchObject(TOO_MANY);
  });

  it('of all names at one address does not hold up those who have signed in from there lately', async () => {
    await limiter.attempt('anna', '192.0.2.1', right);
    clock.advanceSeconds(3 * 86_400);
    await guessing(30, '192.0.2.1');
    expect(await limiter.attempt('anna', '192.0.2.1', right)).toBe('in');
    await expect(limiter.attempt('maria', '192.0.2.1', right)).rejects.toMatchObject(TOO_MANY);
    await failing(10, 'anna');
    await expect(limiter.attempt('anna', '192.0.2.1', right)).rejects.toMatchObject(TOO_MANY);
  });

  it('is five at once from one address, and holds up nobody elsewhere', async () => {
    const checks: ((value: string | null) => void)[] = [];
    const slow = () => new Promise<string | null>((resolve) => checks.push(resolve));
    const underWay = Array.from({ length: 5 }, (_, n) => limiter.attempt(`person${n}`, '192.0.2.1', slow));
    await expect(limiter.attempt('anna', '192.0.2.1', right)).rejects.toMatchObject({
      code: 'sign_in_busy',
      retryAfterSeconds: expect.any(Number) as number,
    });
    expect(await limiter.attempt('anna', '192.0.2.2', right)).toBe('in');
    for (const finish of checks) finish(null);
    await Promise.all(underWay);
    expect(await limiter.attempt('anna', '192.0.2.1', right)).toBe('in');
  });
});
