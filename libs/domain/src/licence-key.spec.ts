import fc from 'fast-check';
import { makeLicenceKey, maskLicenceKey, parseLicenceKey } from './licence-key.js';

const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const keys = fc.array(fc.nat(30), { minLength: 15, maxLength: 15 }).map((choices) => {
  let next = 0;
  return makeLicenceKey(() => choices[next++] ?? 0);
});

/** Where the 16 characters stand in the written key. */
const positions = [...'PLMS-XXXX-XXXX-XXXX-XXXX'].flatMap((character, i) => (character === 'X' ? [i] : []));

function replaced(key: string, position: number, character: string): string {
  return key.slice(0, position) + character + key.slice(position + 1);
}

describe('licence keys', () => {
  it('have the documented form and are read back as they were made', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(key).toMatch(/^PLMS(-[2-9A-HJ-KM-NP-Z]{4}){4}$/);
        expect(parseLicenceKey(key)).toEqual({ ok: true, key });
      }),
    );
  });

  it('are read in lower case, with stray spaces, with other dashes and without any', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const typed = [key.toLowerCase(), ` ${key} `, key.replaceAll('-', ' - '), key.replaceAll('-', '–')];
        for (const text of [...typed, key.replaceAll('-', '')])
          expect(parseLicenceKey(text)).toEqual({ ok: true, key });
      }),
    );
  });

  it('tell one wrong character from an unknown key', () => {
    fc.assert(
      fc.property(keys, fc.constantFrom(...positions), fc.constantFrom(...LETTERS), (key, position, character) => {
        fc.pre(key[position] !== character);
        expect(parseLicenceKey(replaced(key, position, character))).toEqual({ ok: false, reason: 'check' });
      }),
    );
  });

  it('tell two neighbours that were swapped', () => {
    fc.assert(
      fc.property(keys, fc.nat(14), (key, i) => {
        const [a, b] = [positions[i] ?? 0, positions[i + 1] ?? 0];
        const [first, second] = [key.charAt(a), key.charAt(b)];
        fc.pre(first !== second);
        const swapped = replaced(replaced(key, a, second), b, first);
        expect(parseLicenceKey(swapped)).toEqual({ ok: false, reason: 'check' });
      }),
    );
  });

  it('tell the group that has a character which no key has', () => {
    expect(parseLicenceKey('PLMS-7H2K-AAAA-AAAA-9QXO')).toEqual({ ok: false, reason: 'shape', group: 4 });
    expect(parseLicenceKey('PLMS-7H2-AAAA-AAAA-9QXX')).toEqual({ ok: false, reason: 'shape', group: 1 });
  });

  it.each(['', 'PLMS', 'PLMS-AAAA-AAAA-AAAA', 'ABCD-AAAA-AAAA-AAAA-AAAA', 'PLMS-AAAA-AAAA-AAAA-AAAA-AAAA', '💥'])(
    'refuse %p, which is not of the form',
    (text) => {
      expect(parseLicenceKey(text)).toEqual({ ok: false, reason: 'shape' });
    },
  );

  it('never throw, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseLicenceKey(text).ok === 'boolean'));
  });

  it('are shown with their last group only', () => {
    expect(maskLicenceKey('PLMS-7H2K-AAAA-AAAA-9QXX')).toBe('PLMS-****-****-****-9QXX');
  });
});
