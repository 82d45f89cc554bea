// How PHP reads the headers of a part of a multipart form (RFC 1867, in its own way).

import { isSpace } from './white-space.js';

export interface PartField {
  readonly name: string;
  /** Name of the file that the part holds; null for a field, empty where a form had no file chosen. */
  readonly fileName: string | null;
}

/** The value of `Content-Disposition`; null when the part has none. A line without a colon goes on with the one before. */
export function dispositionOf(lines: readonly string[]): string | null {
  let disposition: string | null = null;
  let isInDisposition = false;
  let hasHeader = false;
  for (const line of lines) {
    const colon = isSpace(line[0]) ? -1 : line.indexOf(':');
    if (colon >= 0) {
      if (disposition !== null) return disposition;
      hasHeader = true;
      isInDisposition = line.slice(0, colon).toLowerCase() === 'content-disposition';
      if (isInDisposition) disposition = withoutLeadingSpace(line.slice(colon + 1));
    } else if (hasHeader && isInDisposition) disposition += line;
  }
  return disposition;
}

/** The name in `form-data; name="…"`; `garbled` when there is neither a name nor a file name. */
export function fieldNameOf(disposition: string): PartField | 'garbled' {
  let name: string | null = null;
  let fileName: string | null = null;
  let at = 0;
  while (at < disposition.length) {
    const end = wordEnd(disposition, at, ';');
    const equals = wordEnd(disposition, at, '=', end);
    if (equals < end || disposition.slice(at, end).includes('=')) {
      const key = disposition.slice(at, equals).toLowerCase();
      let from = equals;
      while (from < end && disposition[from] === '=') from += 1;
      if (key === 'name') name = wordOf(disposition.slice(from, end));
      else if (key === 'filename') fileName = wordOf(disposition.slice(from, end));
    }
    at = end;
    while (disposition[at] === ';') at += 1;
    while (isSpace(disposition[at])) at += 1;
  }
  if (name === null && fileName === null) return 'garbled';
  return { name: name ?? '', fileName };
}

/** Where the word ends that starts here: at the stop, or at the end; a stop within quotes does not count. */
function wordEnd(text: string, from: number, stop: string, end = text.length): number {
  let at = from;
  while (at < end && text[at] !== stop) {
    const character = text[at];
    at += 1;
    if (character !== '"' && character !== "'") continue;
    while (at < end && text[at] !== character) at += text[at] === '\\' && text[at + 1] === character ? 2 : 1;
    at += 1;
  }
  return Math.min(at, end);
}

/** A word that may stand in quotes of either kind; a backslash there escapes itself and the quote. */
function wordOf(text: string): string {
  const word = withoutLeadingSpace(text);
  const quote = word[0] === '"' || word[0] === "'" ? word[0] : null;
  let unescaped = '';
  for (let at = quote === null ? 0 : 1; at < word.length; at++) {
    const character = word[at] ?? '';
    if (quote === null ? isSpace(character) : character === quote) break;
    const next = word[at + 1];
    if (character === '\\' && (next === '\\' || (quote !== null && next === quote))) {
      unescaped += next;
      at += 1;
    } else unescaped += character;
  }
  return unescaped;
}

function withoutLeadingSpace(text: string): string {
  let from = 0;
  while (isSpace(text[from])) from += 1;
  return text.slice(from);
}
