import { parseDiscordProfile } from './discord-profile.js';

const answer = {
  id: '123456789012345678',
  username: 'john',
  discriminator: '0',
  global_name: 'John Smith',
  avatar: 'a_0123456789abcdef',
  email: 'john@example.com',
  verified: true,
  locale: 'en-GB',
};

describe("Discord's answer about a person", () => {
  test('is read with its tag, name, picture and address', () => {
    expect(parseDiscordProfile(answer)).toEqual({
      id: '123456789012345678',
      username: 'john',
      discriminator: '0',
      globalName: 'John Smith',
      avatar: 'a_0123456789abcdef',
      email: 'john@example.com',
      verified: true,
    });
  });

  test.each([['true'], [1], [undefined], [null], [{}]])('only true counts as verified, not %j', (verified) => {
    expect(parseDiscordProfile({ ...answer, verified })?.verified).toBe(false);
  });

  test.each([[null], [undefined], ['']])('without an address (%j) nothing is verified', (email) => {
    expect(parseDiscordProfile({ ...answer, email })).toMatchObject({ email: null, verified: false });
  });

  test('a picture hash that is none is left out', () => {
    expect(parseDiscordProfile({ ...answer, avatar: '../../x' })?.avatar).toBeNull();
  });

  test.each([
    [null],
    ['text'],
    [{}],
    [{ ...answer, id: '12' }],
    [{ ...answer, id: 123 }],
    [{ ...answer, username: '' }],
  ])('what is no profile is refused: %j', (given) => {
    expect(parseDiscordProfile(given)).toBeNull();
  });
});
