import { PasswordHasher } from './password-hasher.js';

describe('passwords', () => {
  it('are hashed by argon2id with a salt of their own', async () => {
    const hasher = new PasswordHasher();
    const [one, two] = await Promise.all([hasher.hash('same'), hasher.hash('same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await hasher.fits(one, 'same')).toBe(true);
    expect(await hasher.fits(one, 'Same')).toBe(false);
  });

  it('never fit somebody who has none, not even the empty one', async () => {
    const hasher = new PasswordHasher();
    for (const stored of [null, '']) {
      expect(await hasher.fits(stored, '')).toBe(false);
      expect(await hasher.fits(stored, 'nobody has this password')).toBe(false);
    }
  });

  it('are checked a few at a time, and a crowd too large is sent away', async () => {
    const hasher = new PasswordHasher();
    const stored = await hasher.hash('right');
    const results = await Promise.allSettled(Array.from({ length: 230 }, () => hasher.fits(stored, 'right')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((result) => (result.reason as { code?: string }).code === 'sign_in_busy')).toBe(true);
    expect(await hasher.fits(stored, 'right')).toBe(true);
  }, 30_000);
});
