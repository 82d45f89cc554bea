import { textOfBytes } from './byte-string.js';
import { cleanUsername, fixUtf8 } from './text-cleaning.js';

const fixed = (hex: string): string => fixUtf8(textOfBytes(Buffer.from(hex.replaceAll(' ', ''), 'hex')));

describe("A text is cleaned as Moodle's fix_utf8 does it", () => {
  test.each([
    ['61 c3 a9 62', 'aéb'],
    ['00 61 ef bf be 62 ef bf bf', 'ab'],
    ['ff 61 80 62 c0 af', 'ab'],
    ['ed a0 80 61', 'a'],
    ['e9 61', 'a'],
    ['61 c3 20', 'a '],
  ])('%s: NUL, non-characters and bytes that are no UTF-8 are taken out', (hex, text) => {
    expect(fixed(hex)).toBe(text);
  });

  test.each(['61 c3', '61 e9', '61 e2 9c', '61 f0', '61 f0 9f 98', 'ff 61 fd 80 80 80 80'])(
    '%s: nothing is left when the end cuts off a character',
    (hex) => {
      expect(fixed(hex)).toBe('');
    },
  );

  test('sequences beyond Unicode stay, in their place', () => {
    const text = fixed('00 61 f4 90 80 80 ff 62 fd 84 80 80 80 80 00 63');
    expect(text).toMatch(/^a[^b]{4}b[^c]{6}c$/s);
  });

  test('200 kB of near misses are cleaned at once', () => {
    expect(fixed('f4 90 80'.repeat(66_000) + '61')).toBe('a');
    expect(fixed('fc 80 80 80 80'.repeat(40_000) + '61')).toBe('a');
  });
});

describe('A user name', () => {
  test.each([
    ['\tAdMin\n', 'admin'],
    ['ad min/', 'admin'],
    ['àdmin', 'dmin'],
    ['J.Smith-1_@example.com', 'j.smith-1_@example.com'],
  ])('%j is cleaned to %s', (sent, name) => {
    expect(cleanUsername(sent)).toBe(name);
  });
});
