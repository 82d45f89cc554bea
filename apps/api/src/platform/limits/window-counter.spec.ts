import { FakeClock } from '@pulsetech/testing';
import { WindowCounter } from './window-counter.js';

describe('A counter by windows of time', () => {
  test('has room for so many, and says how long it has none', () => {
    const clock = new FakeClock();
    const counter = new WindowCounter(clock, { most: 2, seconds: 60 });
    counter.add('a');
    clock.advanceSeconds(20);
    expect(counter.waitFor('a')).toBe(0);
    counter.add('a');
    expect(counter.waitFor('a')).toBe(40);
    expect(counter.waitFor('b')).toBe(0);
    clock.advanceSeconds(40);
    expect(counter.waitFor('a')).toBe(0);
    counter.add('a');
    expect(counter.waitFor('a')).toBe(0);
  });

  test('takes one count back, or all', () => {
    const counter = new WindowCounter(new FakeClock(), { most: 1, seconds: 60 });
    counter.takeBack('a');
    counter.add('a');
    counter.takeBack('a');
    expect(counter.waitFor('a')).toBe(0);
    counter.add('a');
    counter.clear('a');
    expect(counter.waitFor('a')).toBe(0);
  });
});
