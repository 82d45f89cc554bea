import { Clock } from './clock.js';
import { SharedClock } from './shared-clock.js';

class SetClock extends Clock {
  ms = 1_000_000;

  nowMs(): number {
    return this.ms;
  }
}

describe('a clock that goes by somebody else’s', () => {
  const own = new SetClock();
  let theirs: () => Promise<number>;
  let drifts: number[];
  let clock: SharedClock;

  beforeEach(() => {
    own.ms = 1_000_000;
    theirs = () => Promise.resolve(own.ms);
    drifts = [];
    clock = new SharedClock({
      own,
      ask: () => theirs(),
      onDrift: (ms) => drifts.push(ms),
      onFailure: () => undefined,
    });
  });
  afterEach(() => clock.onApplicationShutdown());

  it('is the own one as long as they agree', async () => {
    theirs = () => Promise.resolve(own.ms + 50);
    await clock.start();
    own.ms += 7;
    expect(clock.nowMs()).toBe(1_000_007);
    expect(drifts).toEqual([]);
  });

  it('is right although the own one is an hour ahead, and goes on between two questions', async () => {
    theirs = () => Promise.resolve(own.ms - 3_600_000);
    await clock.start();
    own.ms += 5_000;
    expect(Math.abs(clock.nowMs() - (1_005_000 - 3_600_000))).toBeLessThan(100);
    expect(drifts).toHaveLength(1);
  });

  it('follows when the own one is set while it runs', async () => {
    const truth = own.ms;
    theirs = () => Promise.resolve(truth);
    await clock.start();
    own.ms -= 60_000;
    await clock.compare();
    expect(Math.abs(clock.nowMs() - truth)).toBeLessThan(100);
  });

  it('keeps what it knows while nobody answers', async () => {
    theirs = () => Promise.resolve(own.ms + 10_000);
    await clock.start();
    const before = clock.nowMs();
    theirs = () => Promise.reject(new Error('away'));
    await expect(clock.compare()).rejects.toThrow('away');
    expect(clock.nowMs()).toBe(before);
  });

  it('does not begin without an answer', async () => {
    theirs = () => Promise.reject(new Error('away'));
    await expect(clock.start()).rejects.toThrow('away');
  });
});
