import { callerLabel, functionLabel, outcomeCode, outcomeWords, took } from './log-words.js';

describe('The words of the web service log', () => {
  it('say how a call ended, and keep the code that its sender saw', () => {
    expect(outcomeWords('ok')).toEqual({ tone: 'ok', word: 'Answered' });
    expect(outcomeCode('ok')).toBeNull();
    expect([outcomeWords('toomanycalls').word, outcomeCode('toomanycalls')]).toEqual([
      'Too many calls',
      'toomanycalls',
    ]);
    expect([outcomeWords('somethingnew').word, outcomeCode('somethingnew')]).toEqual(['Refused', 'somethingnew']);
  });

  it('name functions and callers as people know them', () => {
    expect(functionLabel('local_pulsetech_discord_sync_user_roles')).toBe('sync_user_roles');
    expect(functionLabel('unknown function')).toBe('a function that does not exist');
    expect(callerLabel({ tokenName: 'bot', username: 'admin' })).toBe('bot');
    expect(callerLabel({ tokenName: null, username: 'admin' })).toBe('admin');
    expect(callerLabel({ tokenName: null, username: null })).toBe('nobody known');
  });

  test.each([
    [0.04, 'under 0.1 ms'],
    [0.41, '0.4 ms'],
    [12.3, '12 ms'],
    [3210, '3.2 s'],
  ])('%d ms took %s', (ms, words) => {
    expect(took(ms)).toBe(words);
  });
});
