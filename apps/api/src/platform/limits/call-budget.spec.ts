import { FakeClock } from '@pulsetech/testing';
import * as fc from 'fast-check';
import { CallBudget } from './call-budget.js';

const times = (count: number, work: () => number): number[] => Array.from({ length: count }, work);

describe('A budget of calls per minute', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });

  test('lets a minute’s calls through at once, and refuses the next', () => {
    const budget = new CallBudget(clock, 5);
    expect(times(5, () => budget.take('a'))).toEqual([0, 0, 0, 0, 0]);
    expect(budget.take('a')).toBe(12);
  });

  test('counts each caller on its own', () => {
    const budget = new CallBudget(clock, 1);
    expect([budget.take('a'), budget.take('b'), budget.take('a')]).toEqual([0, 0, 60]);
  });

  test('lets in whoever waited as long as told, however often they asked meanwhile, and not a second before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 59_999 }),
        fc.nat(50),
        (rate, ms, asks) => {
          const time = new FakeClock();
          const budget = new CallBudget(time, rate);
          times(rate, () => budget.take('a'));
          time.set(time.nowMs() + ms);
          for (let wait = budget.take('a'); wait === 0; wait = budget.take('a'));
          const wait = budget.take('a');
          times(asks, () => budget.take('a'));
          time.advanceSeconds(wait - 1);
          expect(wait === 1 || budget.take('a') === 1).toBe(true);
          time.advanceSeconds(1);
          expect(budget.take('a')).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('gives calls back evenly, and never more than a minute’s', () => {
    const budget = new CallBudget(clock, 60);
    times(60, () => budget.take('a'));
    clock.advanceSeconds(10);
    expect(times(11, () => budget.take('a')).filter((wait) => wait === 0)).toHaveLength(10);
    clock.advanceHours(5);
    expect(times(70, () => budget.take('a')).filter((wait) => wait === 0)).toHaveLength(60);
  });

  test('neither locks out nor lets in for a clock that is set back', () => {
    const budget = new CallBudget(clock, 2);
    budget.take('a');
    clock.advanceHours(-3);
    expect([budget.take('a'), budget.take('a')]).toEqual([0, 30]);
    clock.advanceSeconds(30);
    expect(budget.take('a')).toBe(0);
  });

  test('takes a count back', () => {
    const budget = new CallBudget(clock, 1);
    budget.take('a');
    budget.giveBack('a');
    expect([budget.take('a'), budget.take('a')]).toEqual([0, 60]);
    const untouched = new CallBudget(clock, 1);
    untouched.giveBack('a');
    expect([untouched.take('a'), untouched.take('a')]).toEqual([0, 60]);
  });

  test('may be overdrawn by calls that are always allowed, whose counts are taken back', () => {
    const budget = new CallBudget(clock, 1);
    budget.take('a');
    budget.overdraw('a');
    expect(budget.take('a')).toBe(120);
    budget.giveBack('a');
    expect(budget.take('a')).toBe(60);
  });

  test('owes a minute’s calls at most, however often it was overdrawn', () => {
    const budget = new CallBudget(clock, 2);
    times(1000, () => {
      budget.overdraw('a');
      return 0;
    });
    expect(budget.take('a')).toBe(90);
    clock.advanceSeconds(90);
    expect(budget.take('a')).toBe(0);
  });

  test('of 0 allows everything', () => {
    const budget = new CallBudget(clock, 0);
    expect(Math.max(...times(1000, () => budget.take('a')))).toBe(0);
  });

  test('remembers only so many callers, the busy ones longest', () => {
    const budget = new CallBudget(clock, 1, 3);
    budget.take('busy');
    for (let i = 0; i < 1000; i++) {
      budget.take(`flood ${i}`);
      expect(budget.take('busy')).toBe(60);
    }
    expect(budget.take('flood 0')).toBe(0);
  });
});
