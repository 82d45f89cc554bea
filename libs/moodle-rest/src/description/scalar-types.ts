import { isValidText } from '../php/byte-string.js';

/** Moodle's PARAM types that this library knows. */
export type ScalarType =
  | 'int'
  | 'float'
  | 'bool'
  | 'text'
  | 'notags'
  | 'raw'
  | 'raw_trimmed'
  | 'alpha'
  | 'alphaext'
  | 'alphanum'
  | 'alphanumext'
  | 'sequence';

/** The value of each type in our code. */
export interface ScalarValues {
  int: number;
  float: number;
  bool: boolean;
  text: string;
  notags: string;
  raw: string;
  raw_trimmed: string;
  alpha: string;
  alphaext: string;
  alphanum: string;
  alphanumext: string;
  sequence: string;
}

/** Whether Moodle's cleaning of each type would leave the text as it is, which is what it asks of a value. */
const UNCHANGED_BY_CLEANING: Readonly<Record<ScalarType, (text: string) => boolean>> = {
  int: isCanonicalInteger,
  float: (text) => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text),
  bool: (text) => text === '0' || text === '1',
  text: (text) => isCleanText(text) && (!hasTags(text) || isMultilang(text)),
  notags: (text) => isCleanText(text) && !hasTags(text),
  raw: isCleanText,
  raw_trimmed: (text) => isCleanText(text) && !/^[ \t\n\r\v]|[ \t\n\r\v]$/.test(text),
  alpha: (text) => /^[a-zA-Z]*$/.test(text),
  alphaext: (text) => /^[a-zA-Z_-]*$/.test(text),
  alphanum: (text) => /^[a-zA-Z0-9]*$/.test(text),
  alphanumext: (text) => /^[a-zA-Z0-9_-]*$/.test(text),
  sequence: (text) => /^[0-9,]*$/.test(text),
};

export function isAcceptable(type: ScalarType, text: string): boolean {
  return UNCHANGED_BY_CLEANING[type](text);
}

/** Turns an accepted text into the value of its type. */
export function toScalar(type: ScalarType, text: string): number | boolean | string {
  if (type === 'int' || type === 'float') return Number(text);
  if (type === 'bool') return text === '1';
  return text;
}

/** Decimal as PHP would print it. Beyond 2^53 JavaScript would change the number, so that is refused, not rounded. */
function isCanonicalInteger(text: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text));
}

function isCleanText(text: string): boolean {
  return !text.includes('\0') && isValidText(text);
}

/** Whether PHP's `strip_tags` would take something away: a `<` that no white space follows opens a tag. */
function hasTags(text: string): boolean {
  return /<(?![ \t\n\v\f\r])/.test(text);
}

/** Moodle's multilang texts may hold `<lang lang="…">` or `<span lang="…" class="multilang">`, opened and closed in turn. */
function isMultilang(text: string): boolean {
  const language = /<lang lang="[a-zA-Z0-9_-]+"\s*>[^<]*<\/lang>/g;
  const span = /<span(?:\s+lang="[a-zA-Z0-9_-]+"|\s+class="multilang"){2}\s*>[^<]*<\/span>/g;
  const pattern = text.includes('</lang>') ? language : span;
  return !text.replace(pattern, '').includes('<');
}
