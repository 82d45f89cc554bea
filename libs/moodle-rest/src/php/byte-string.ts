import { isUtf8 } from 'node:buffer';

const SURROGATE = /\p{Surrogate}/u;

/**
 * Text of bytes that are meant to be UTF-8. A byte that is not valid there becomes a lone surrogate (U+DC80…U+DCFF), so
 * that nothing is lost and `isValidText` can tell.
 */
export function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const units = new Uint16Array(bytes.length);
  let count = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    const code = length === 0 ? 0xdc00 + (bytes[at] ?? 0) : codeOf(bytes, at, length);
    if (code > 0xffff) {
      units[count++] = 0xd7c0 + (code >> 10);
      units[count++] = 0xdc00 + (code & 0x3ff);
    } else {
      units[count++] = code;
    }
    at += length || 1;
  }
  return Buffer.from(units.buffer, 0, count * 2).toString('utf16le');
}

function codeOf(bytes: Buffer, at: number, length: number): number {
  let code = length === 1 ? (bytes[at] ?? 0) : (bytes[at] ?? 0) & (0xff >> (length + 1));
  for (let i = at + 1; i < at + length; i++) code = (code << 6) | ((bytes[i] ?? 0) & 0x3f);
  return code;
}

/** Length of the valid UTF-8 sequence that starts here; 0 when there is none (Unicode, table 3-7). */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1] ?? 0;
  if (second < lowest || second > highest) return 0;
  for (let i = at + 2; i < at + length; i++) {
    if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
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
