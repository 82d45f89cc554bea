import { inOurTime } from './our-time.js';

describe('a time of the billing server, in ours', () => {
  it('is as long after the question as it was by its own clock', () => {
    expect(inOurTime(5_000_200, { receivedAt: 5_000_000, askedAt: 1000 }, 2000)).toBe(1200);
  });

  it('is never later than now, also when that clock was set back between question and reading', () => {
    expect(inOurTime(5_000_000, { receivedAt: 1_400_000, askedAt: 1000 }, 2000)).toBe(2000);
  });
});
