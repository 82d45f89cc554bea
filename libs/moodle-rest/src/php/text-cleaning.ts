import { isValidText } from './byte-string.js';

/** What Moodle takes out of every text: NUL, the two non-characters, and bytes that are no UTF-8. */
const NOT_IN_TEXT = /[\0\ufffe\uffff]|\p{Surrogate}/gu;

// Bytes that are no UTF-8 are lone surrogates in our texts (byte-string.ts).

/** Sequences formed like UTF-8 of code points that Unicode does not have. Moodle's iconv knows them from older standards. */
const BEYOND_UNICODE =
  /(?:\udcf4[\udc90-\udcbf]|[\udcf5-\udcf7][\udc80-\udcbf]|\udcf8[\udc88-\udcbf][\udc80-\udcbf]|[\udcf9-\udcfb][\udc80-\udcbf]{2}|\udcfc[\udc84-\udcbf][\udc80-\udcbf]{2}|\udcfd[\udc80-\udcbf]{3})[\udc80-\udcbf]{2}/gu;

/** A sequence that the end of the text cuts off. */
const CUT_OFF =
  /(?:[\udcc2-\udcdf]|[\udce0-\udcef][\udc80-\udcbf]?|[\udcf0-\udcf7][\udc80-\udcbf]{0,2}|[\udcf8-\udcfb][\udc80-\udcbf]{0,3}|[\udcfc\udcfd][\udc80-\udcbf]{0,4})$/u;

/**
 * Whether Moodle's `fix_utf8` would leave the text as it is. Sequences beyond Unicode count as broken here: no text that
 * a function may store or show has them.
 */
export function isFixedUtf8(text: string): boolean {
  return isValidText(text) && !/[\0\ufffe\uffff]/.test(text);
}

/** What Moodle's `fix_utf8` makes of the text: nothing of one whose last character is cut off. */
export function fixUtf8(text: string): string {
  if (isFixedUtf8(text)) return text;
  if (CUT_OFF.test(text)) return '';
  let fixed = '';
  let from = 0;
  for (const { 0: kept, index } of text.matchAll(BEYOND_UNICODE)) {
    fixed += text.slice(from, index).replace(NOT_IN_TEXT, '') + kept;
    from = index + kept.length;
  }
  return fixed + text.slice(from).replace(NOT_IN_TEXT, '');
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

/** Moodle's cleaning of a user name, with its default of plain characters only. */
export function cleanUsername(text: string): string {
  return phpTrim(fixUtf8(text))
    .toLowerCase()
    .replace(/[^-.@_a-z0-9]/g, '');
}
