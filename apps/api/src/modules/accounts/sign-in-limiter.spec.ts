import { FakeClock } from '@pulsetech/testing';
import { SignInLimiter } from './sign-in-limiter.js';

describe('the limit of sign-ins', () => {
  const failing = (limiter: SignInLimiter, times: number, name = 'jsmith', address = '192.0.2.1') => {
    for (let n = 0; n < times; n++) limiter.begin(name, address);
  };

  it('is ten in ten minutes, whatever the case of the name', () => {
    const clock = new FakeClock();
    const limiter = new SignInLimiter(clock);
    failing(limiter, 5, 'jsmith');
    failing(limiter, 5, ' JSmith ');
    clock.advanceSeconds(420);
    expect(() => limiter.begin('jsmith', '192.0.2.1')).toThrow(
      expect.objectContaining({
        code: 'too_many_attempts',
        retryAfterSeconds: 180,
        message: expect.stringContaining('3 minutes'),
      }),
    );
    clock.advanceSeconds(180);
    expect(() => limiter.begin('jsmith', '192.0.2.1')).not.toThrow();
  });

  it('is of one name at one address', () => {
    const limiter = new SignInLimiter(new FakeClock());
    failing(limiter, 10);
    expect(() => limiter.begin('anna', '192.0.2.1')).not.toThrow();
    expect(() => limiter.begin('jsmith', '192.0.2.2')).not.toThrow();
  });

  it('begins anew after a success', () => {
    const limiter = new SignInLimiter(new FakeClock());
    failing(limiter, 10);
    limiter.succeeded('jsmith', '192.0.2.1');
    expect(() => failing(limiter, 10)).not.toThrow();
  });
});
