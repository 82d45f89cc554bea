import { DISCORD_SIGN_IN_ERRORS } from '@pulsetech/contracts/constants';
import { discordErrorMessage, type DiscordErrorPlace } from './discord-error-messages.js';

const places: readonly DiscordErrorPlace[] = ['sign-in', 'link'];

describe('messages for sign-ins by Discord that did not succeed', () => {
  it.each(DISCORD_SIGN_IN_ERRORS)('%s says what happened, what it means and what to do', (code) => {
    for (const place of places) {
      const { title, meaning, advice } = discordErrorMessage(code, place);
      expect(title).toMatch(/^\S.*[^.]$/);
      expect(meaning).toMatch(/\.$/);
      expect(advice.length).toBeGreaterThan(0);
      for (const line of advice) expect(line).toMatch(/\.$/);
    }
  });

  it('gives every code a message of its own', () => {
    const titles = DISCORD_SIGN_IN_ERRORS.map((code) => discordErrorMessage(code, 'sign-in').title);
    expect(new Set(titles).size).toBe(DISCORD_SIGN_IN_ERRORS.length);
  });

  it('calls a state that does not fit “Invalid state” and names an expired session, blocked cookies and another try', () => {
    const { title, advice } = discordErrorMessage('invalid_state', 'sign-in');
    expect(title).toContain('Invalid state');
    expect(advice.join(' ')).toMatch(/session may have expired.*block cookies.*again/s);
  });

  it('names the button of the page that it stands on', () => {
    expect(discordErrorMessage('access_denied', 'sign-in').advice.join(' ')).toContain('“Continue with Discord”');
    expect(discordErrorMessage('access_denied', 'link').advice.join(' ')).toContain('“Link My Discord Account”');
  });

  it('has words for a code that it does not know, without repeating the code', () => {
    const { title, meaning, advice } = discordErrorMessage('<script>', 'link');
    expect([title, meaning, ...advice].join(' ')).not.toContain('<script>');
  });

  it('does not take the names of inherited properties for codes', () => {
    expect(discordErrorMessage('constructor', 'link')).toEqual(discordErrorMessage('unheard of', 'link'));
  });
});
