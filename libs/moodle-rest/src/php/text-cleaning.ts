import { isValidText } from './byte-string.js';

/** What Moodle takes out of every text: NUL, the two non-characters, and bytes that are no UTF-8. */
const NOT_IN_TEXT = /[\0\ufffe\uffff]|\p{Surrogate}/gu;

/** Whether Moodle's `fix_utf8` would leave the text as it is. */
export function isFixedUtf8(text: string): boolean {
  return isValidText(text) && !/[\0\ufffe\uffff]/.test(text);
}

/** The text without what Moodle's `fix_utf8` takes out of it. */
export function fixUtf8(text: string): string {
  return isFixedUtf8(text) ? text : text.replace(NOT_IN_TEXT, '');
}

/** PHP's `trim` of a text. */
export function phpTrim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isTrimmedOff(text.charCodeAt(from))) from += 1;
  while (to > from && isTrimmedOff(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** Whether PHP's `trim` would leave the text as it is. */
export function isTrimmed(text: string): boolean {
  return text === '' || !(isTrimmedOff(text.charCodeAt(0)) || isTrimmedOff(text.charCodeAt(text.length - 1)));
}

/** Space, tab, line feed, carriage return, vertical tab and NUL: not the form feed. */
function isTrimmedOff(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || code === 0x0b || code === 0;
}

/** PHP's `(int)` of a text, as far as it fits: its leading number, or 0. */
export function phpInteger(text: string): number {
  const number = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/.exec(text)?.[1];
  return number === undefined ? 0 : Math.trunc(Number(number));
}

/** Moodle's cleaning of a user name, with its default of plain characters only. */
export function cleanUsername(text: string): string {
  return phpTrim(fixUtf8(text))
    .toLowerCase()
    .replace(/[^-.@_a-z0-9]/g, '');
}
