import { isGivenUp, outcomeOf, waitMs } from './push-outcome.js';

const middle = (): number => 0.5;

describe('what becomes of a push', () => {
  it.each([
    [{ ok: true, value: { success: true } }, { kind: 'delivered' }],
    [{ ok: true, value: { success: false } }, { kind: 'not_done' }],
    [
      { ok: true, value: [] },
      { kind: 'site_pauses', failure: 'not_understood' },
    ],
    [{ ok: false, why: 'refused', errorcode: 'invalidparameter' }, { kind: 'person_refused' }],
    [
      { ok: false, why: 'token_refused' },
      { kind: 'site_pauses', failure: 'token_refused', waitMs: 60_000 },
    ],
    [
      { ok: false, why: 'busy', retryAfterMs: 3_000 },
      { kind: 'site_pauses', failure: 'busy', waitMs: 3_000 },
    ],
    [
      { ok: false, why: 'unreachable' },
      { kind: 'site_pauses', failure: 'unreachable' },
    ],
    [
      { ok: false, why: 'not_understood' },
      { kind: 'site_pauses', failure: 'not_understood' },
    ],
  ] as const)('follows from %j', (answer, outcome) => {
    expect(outcomeOf(answer, 0)).toMatchObject(outcome);
  });

  it('waits longer for a site that failed more often, a minute and a quarter at most', () => {
    const pause = (inARow: number): number => {
      const outcome = outcomeOf({ ok: false, why: 'unreachable' }, inARow);
      return outcome.kind === 'site_pauses' ? outcome.waitMs : NaN;
    };
    expect(pause(0)).toBeLessThanOrEqual(1_250);
    expect(pause(3)).toBeGreaterThanOrEqual(6_000);
    expect(pause(30)).toBeLessThanOrEqual(75_000);
  });

  it('is tried later and later for one person, and given up in the end', () => {
    expect([1, 2, 3, 12].map((attempts) => waitMs(attempts, middle))).toEqual([2_000, 4_000, 8_000, 1_800_000]);
    expect([isGivenUp(11, 0), isGivenUp(12, 0), isGivenUp(1, 86_400_001)]).toEqual([false, true, true]);
  });
});
