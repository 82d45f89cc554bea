import { isUtf8 } from 'node:buffer';

const SURROGATE = /\p{Surrogate}/u;

/**
 * Text of bytes that are meant to be UTF-8. A byte that is not valid there becomes a lone surrogate (U+DC80…U+DCFF), so
 * that nothing is lost and `isValidText` can tell.
 */
export function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let from = 0;
  while (from < bytes.length) {
    const length = sequenceLength(bytes, from);
    if (length > 0) {
      text += bytes.toString('utf8', from, from + length);
      from += length;
    } else {
      text += String.fromCharCode(0xdc00 + (bytes[from] ?? 0));
      from += 1;
    }
  }
  return text;
}

/** Length of the valid UTF-8 sequence that starts here; 0 when there is none. */
function sequenceLength(bytes: Buffer, from: number): number {
  const lead = bytes[from] ?? 0;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
  return length > 0 && from + length <= bytes.length && isUtf8(bytes.subarray(from, from + length)) ? length : 0;
}

/** Whether the text came from valid UTF-8. */
export function isValidText(text: string): boolean {
  return !SURROGATE.test(text);
}

/** Text of a string that holds one byte in each character (`latin1`), as Node hands out request targets. */
export function textOfLatin1(latin1: string): string {
  for (let i = 0; i < latin1.length; i++) {
    if (latin1.charCodeAt(i) > 0x7f) return textOfBytes(Buffer.from(latin1, 'latin1'));
  }
  return latin1;
}
