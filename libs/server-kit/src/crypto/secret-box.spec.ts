import { SecretBox } from './secret-box.js';
import { constantTimeEquals, hashToken, moodleToken, randomToken } from './tokens.js';

describe('sealing texts', () => {
  it('opens what it sealed, and seals the same text differently each time', async () => {
    const box = await SecretBox.create(SecretBox.makeKey());
    const sealed = box.seal('Grüße, 世界');
    expect(box.open(sealed)).toBe('Grüße, 世界');
    expect(box.seal('Grüße, 世界')).not.toBe(sealed);
    expect(sealed).toMatch(/^k1\.[\w-]+$/);
    expect(box.open(box.seal(''))).toBe('');
  });

  it('opens bytes as they were sealed', async () => {
    const box = await SecretBox.create(SecretBox.makeKey());
    const bytes = Buffer.from([0, 255, 254, 0, 128]);
    expect(box.openBytes(box.seal(bytes))).toEqual(bytes);
  });

  it('seals with the first key and opens with all, so that keys can be rotated', async () => {
    const [old, fresh] = [SecretBox.makeKey('old'), SecretBox.makeKey('new')];
    const before = (await SecretBox.create(old)).seal('x');
    const rotated = await SecretBox.create(`${fresh}, ${old}`);
    expect(rotated.open(before)).toBe('x');
    expect(rotated.seal('x')).toMatch(/^new\./);
    const later = await SecretBox.create(fresh);
    expect(() => later.open(before)).toThrow('not configured any more');
  });

  it('refuses what was changed in any place', async () => {
    const box = await SecretBox.create(SecretBox.makeKey());
    const sealed = box.seal('hello');
    for (let i = 3; i < sealed.length; i++) {
      const other = sealed[i] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, i) + other + sealed.slice(i + 1);
      if (Buffer.from(changed.slice(3), 'base64url').equals(Buffer.from(sealed.slice(3), 'base64url'))) continue;
      expect(() => box.open(changed)).toThrow();
    }
    for (const text of ['', 'k1.', 'k1', 'k1.AAAA', '.AAAA']) expect(() => box.open(text)).toThrow();
  });

  it.each(['', 'k1', 'k1:c2hvcnQ=', `bad id:${'A'.repeat(43)}=`, `k1:${'A'.repeat(43)}=,k1:${'B'.repeat(43)}=`])(
    'refuses the keys %p without telling them',
    async (keys) => {
      await expect(SecretBox.create(keys)).rejects.toThrow(/key/i);
      await expect(SecretBox.create(keys)).rejects.not.toThrow(/AAAA|c2hv/);
    },
  );
});

describe('deriving secrets', () => {
  it('gives the same for the same key, purpose and message, and another for any other', async () => {
    const keys = SecretBox.makeKey('a');
    const box = await SecretBox.create(keys);
    const secret = box.derive('tokens', 'm', 'a');
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect((await SecretBox.create(keys)).derive('tokens', 'm', 'a')).toBe(secret);
    const others = [box.derive('else', 'm', 'a'), box.derive('tokens', 'n', 'a')];
    const stranger = (await SecretBox.create(SecretBox.makeKey('a'))).derive('tokens', 'm', 'a');
    expect(new Set([secret, stranger, ...others]).size).toBe(4);
  });

  it('goes on with an older key while that is configured, and says when it is not', async () => {
    const [old, fresh] = [SecretBox.makeKey('old'), SecretBox.makeKey('new')];
    const before = (await SecretBox.create(old)).derive('tokens', 'm', 'old');
    const rotated = await SecretBox.create(`${fresh},${old}`);
    expect(rotated.currentKeyId).toBe('new');
    expect(rotated.derive('tokens', 'm', 'old')).toBe(before);
    expect((await SecretBox.create(fresh)).derive('tokens', 'm', 'old')).toBeNull();
  });
});

describe('tokens', () => {
  it('are random, of the form that is asked for, and compared as a whole', () => {
    expect(moodleToken()).toMatch(/^[0-9a-f]{32}$/);
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken()).not.toBe(randomToken());
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(constantTimeEquals('a', 'a')).toBe(true);
    expect(constantTimeEquals('a', 'ab')).toBe(false);
  });
});
