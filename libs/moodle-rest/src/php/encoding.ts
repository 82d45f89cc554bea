import { isValidText } from './byte-string.js';

/** JSON text as PHP's `json_encode` writes it by default: ASCII only, slashes escaped. The input is JSON already. */
export function phpJson(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/** A text as PHP's `var_export` writes it. */
export function phpExport(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&').replaceAll('\0', '\' . "\\0" . \'')}'`;
}

/** PHP's `htmlspecialchars($text, ENT_COMPAT)`: the apostrophe stays, and nothing stays of a text that is no UTF-8. */
export function htmlSpecialChars(text: string): string {
  return isValidText(text) ? escaped(text, /[&<>"]/g) : '';
}

/** PHP's `htmlspecialchars($text, ENT_QUOTES)`. */
export function htmlSpecialCharsAndApostrophes(text: string): string {
  return isValidText(text) ? escaped(text, /[&<>"']/g) : '';
}

function escaped(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => ENTITIES[character] ?? character);
}

/** Digits that PHP's `precision` lets a floating-point number have in a text. */
const PRECISION = 14;

/** A number as PHP makes a text of it: whole ones as they are, others like `33.333333333333`, `1.0E-5`. */
export function phpNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential(PRECISION - 1).split('e');
  const mantissa = digits.replace(/\.?0+$/, '');
  if (Number(exponent) >= -4 && Number(exponent) < PRECISION) return String(Number(value.toPrecision(PRECISION)));
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent}`;
}
