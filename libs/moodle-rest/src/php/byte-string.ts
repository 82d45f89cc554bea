import { isUtf8 } from 'node:buffer';

const SURROGATE = /\p{Surrogate}/u;

/**
 * Text of bytes that are meant to be UTF-8. A byte that is not valid there becomes a lone surrogate (U+DC80…U+DCFF), so
 * that nothing is lost and `isValidText` can tell.
 */
export function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let validFrom = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += bytes.toString('utf8', validFrom, at) + String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      validFrom = at + 1;
    }
    at += length || 1;
  }
  return text + bytes.toString('utf8', validFrom);
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
