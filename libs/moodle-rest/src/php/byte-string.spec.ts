import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { isValidText, textOfBytes } from './byte-string.js';

/** The bytes that a text was made of. */
function bytesOf(text: string): Buffer {
  return Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8');
    }),
  );
}

/** Bytes near the limits of what UTF-8 allows, where decoders differ. */
const nearUtf8 = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        0x41,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0xc0,
        0xc1,
        0xc2,
        0xdf,
        0xe0,
        0xed,
        0xef,
        0xf0,
        0xf4,
        0xf5,
      ),
      fc.nat({ max: 255 }),
    ),
    { maxLength: 40 },
  )
  .map((bytes) => Buffer.from(bytes));

describe('Text of bytes', () => {
  test('loses none of them, and is valid exactly when they are', () => {
    fc.assert(
      fc.property(nearUtf8, (bytes) => {
        const text = textOfBytes(bytes);
        expect(bytesOf(text)).toEqual(bytes);
        expect(isValidText(text)).toBe(isUtf8(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['a surrogate', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
    ['more than Unicode has', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
    ['a longer form than needed', [0xc0, 0xaf], '\udcc0\udcaf'],
    ['a sequence that ends too early', [0xe2, 0x9c], '\udce2\udc9c'],
    ['one wrong byte between others', [0x61, 0xff, 0xc3, 0xa9], 'a\udcffé'],
  ])('shows %s as its bytes', (_, bytes, expected) => {
    expect(textOfBytes(Buffer.from(bytes))).toBe(expected);
  });
});
