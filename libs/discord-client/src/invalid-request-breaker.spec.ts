import { InvalidRequestBreaker } from './invalid-request-breaker.js';

const MINUTE_MS = 60_000;

describe('the breaker', () => {
  let now: number;
  let breaker: InvalidRequestBreaker;
  beforeEach(() => {
    now = 1_700_000_000_000;
    breaker = new InvalidRequestBreaker(() => now);
  });
  const refused = (guildId: string | null, times = 1): void => {
    for (let n = 0; n < times; n++) breaker.note(403, null, guildId);
  };
  const isClosed = (guildId: string | null): boolean => {
    try {
      breaker.assertClosed(guildId);
      return true;
    } catch {
      return false;
    }
  };

  it('lets a guild rest after a hundred invalid answers in ten minutes, and no other', () => {
    refused('bad', 99);
    expect(isClosed('bad')).toBe(true);
    refused('bad');
    expect(isClosed('bad')).toBe(false);
    expect(isClosed('good')).toBe(true);
    expect(breaker.state).toEqual({ invalid: 100, restingGuilds: 1, isOpen: false });
    now += 10 * MINUTE_MS;
    expect(isClosed('bad')).toBe(true);
  });

  it('lets it rest again at the first invalid answer after that, so that its tries do not add up', () => {
    refused('bad', 100);
    let tries = 0;
    for (let minute = 0; minute < 24 * 60; minute++) {
      now += MINUTE_MS;
      if (!isClosed('bad')) continue;
      refused('bad');
      tries += 1;
    }
    expect(tries).toBeLessThanOrEqual(24 * 6);
    now += 10 * MINUTE_MS;
    breaker.note(200, null, 'bad');
    refused('bad');
    expect(isClosed('bad')).toBe(true);
  });

  it('refuses those that had a part in it, long before those that did nothing', () => {
    for (let guild = 0; guild < 5; guild++) refused(`bad-${guild}`, 50);
    expect(isClosed('bad-1')).toBe(false);
    expect(isClosed('good')).toBe(true);
    refused(null, 249);
    expect(isClosed('good')).toBe(true);
    refused(null);
    expect(isClosed('good')).toBe(false);
    expect(isClosed(null)).toBe(false);
    expect(breaker.state.isOpen).toBe(true);
    now += 10 * MINUTE_MS;
    expect(isClosed('good')).toBe(true);
  });

  it('counts what Discord counts', () => {
    for (let n = 0; n < 600; n++) {
      breaker.note(429, 'shared', 'a');
      breaker.note(404, null, 'a');
      breaker.note(500, null, 'a');
    }
    expect(breaker.state.invalid).toBe(0);
    breaker.note(429, 'user', 'a');
    breaker.note(429, null, 'a');
    breaker.note(401, null, null);
    expect(breaker.state.invalid).toBe(3);
  });
});
