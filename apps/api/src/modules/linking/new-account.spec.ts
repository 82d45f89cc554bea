import fc from 'fast-check';
import { accountEmail, personNames, usernameCandidates } from './new-account.js';

const ID = '123456789012345678';

function firstCandidate(username: string): string | undefined {
  return usernameCandidates({ username, id: ID }).next().value as string | undefined;
}

describe('The username of a new account', () => {
  test.each([
    ['john', 'john'],
    ['John Smith', 'johnsmith'],
    ['jürgen.é', 'jurgen.e'],
    ['a_b-c@d', 'a_b-c@d'],
    ['日本', 'discord'],
    ['...', 'discord'],
  ])('%s becomes %s', (username, expected) => {
    expect(firstCandidate(username)).toBe(expected);
  });

  test('gets a number while it is taken, and at last the Discord id, which nobody else has', () => {
    const candidates = [...usernameCandidates({ username: 'john', id: ID })];
    expect(candidates.slice(0, 3)).toEqual(['john', 'john2', 'john3']);
    expect(candidates.at(-1)).toBe(`john.${ID}`);
    expect(new Set(candidates).size).toBe(candidates.length);
  });

  test('is always one that Moodle takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 255 }), (username) => {
        for (const candidate of usernameCandidates({ username, id: ID })) {
          expect(candidate).toMatch(/^[-.@_a-z0-9]{1,100}$/);
        }
      }),
    );
  });
});

describe('The name of a new person', () => {
  test.each([
    ['John Smith', 'John', 'Smith'],
    ['Anna Maria  Example', 'Anna', 'Maria Example'],
    ['John', 'John', '(Discord)'],
    ['<b>Bold</b> \u0000Name', 'b', 'Bold /b Name'],
  ])('%s', (globalName, firstname, lastname) => {
    expect(personNames({ globalName, username: 'x' })).toEqual({ firstname, lastname });
  });

  test('comes from the username where there is no display name', () => {
    expect(personNames({ globalName: null, username: 'cool_cat' })).toEqual({
      firstname: 'cool_cat',
      lastname: '(Discord)',
    });
    expect(personNames({ globalName: '\u200b', username: '\u200b' }).firstname).toBe('Discord');
  });

  test('is never empty, too long, or with markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (globalName) => {
        for (const name of Object.values(personNames({ globalName, username: 'x' }))) {
          expect(name).not.toBe('');
          expect([...name].length).toBeLessThanOrEqual(100);
          expect(name).not.toMatch(/[<>]/);
        }
      }),
    );
  });
});

describe('The e-mail address of a new account', () => {
  const profile = {
    id: ID,
    username: 'john',
    discriminator: null,
    globalName: null,
    avatar: null,
    email: 'john@example.com',
    verified: true,
  };

  test('is the one that Discord verified', () => {
    expect(accountEmail(profile)).toEqual({ email: 'john@example.com', confirmed: true });
  });

  test.each([
    ['not verified', { ...profile, verified: false }],
    ['absent', { ...profile, email: null, verified: false }],
    ['too long', { ...profile, email: `${'x'.repeat(100)}@example.com` }],
  ])('is a placeholder that claims nothing when it is %s', (_, given) => {
    expect(accountEmail(given)).toEqual({ email: `${ID}@discord.invalid`, confirmed: false });
  });
});
