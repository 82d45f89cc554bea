import { Pace } from './pace.js';

describe('turns at a pace', () => {
  it('come at once a few times, and then evenly, in the order in which they are taken', () => {
    const pace = new Pace({ perSecond: 25, burst: 3 });
    const waits = Array.from({ length: 6 }, () => pace.take());
    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    // A little less than 40, 80 and 120: time goes by here as well.
    waits.slice(3).forEach((wait, index) => {
      expect(wait).toBeLessThanOrEqual(40 * (index + 1));
      expect(wait).toBeGreaterThan(40 * index);
    });
  });

  it('never come sooner than the pace allows, however long nobody took any', () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1_000_000);
    try {
      const pace = new Pace({ perSecond: 25, burst: 2 });
      expect([pace.take(), pace.take(), pace.take()]).toEqual([0, 0, 40]);
      now.mockReturnValue(2_000_000);
      expect([pace.take(), pace.take(), pace.take(), pace.take()]).toEqual([0, 0, 40, 80]);
    } finally {
      now.mockRestore();
    }
  });

  it('are told of without being taken', () => {
    const pace = new Pace({ perSecond: 1, burst: 1 });
    expect([pace.waitMs, pace.waitMs]).toEqual([0, 0]);
    pace.take();
    expect(pace.waitMs).toBeGreaterThan(900);
    expect(pace.waitMs).toBeLessThanOrEqual(1000);
  });
});
