import { textOfLatin1 } from './byte-string.js';
import type { PhpArray } from './php-array.js';
import { registerVariable } from './register-variable.js';
import type { VariableBudget } from './variable-budget.js';

/** Reads `a=1&b[]=2` given as `latin1` (one byte in each character) into the variables. Whether nothing was lost. */
export function readUrlencoded(encoded: string, variables: PhpArray, budget: VariableBudget): boolean {
  let from = 0;
  let isWhole = true;
  while (from < encoded.length) {
    const ampersand = encoded.indexOf('&', from);
    const to = ampersand < 0 ? encoded.length : ampersand;
    if (to > from) {
      budget.spend();
      isWhole = readPair(encoded.slice(from, to), variables, budget) && isWhole;
    }
    from = to + 1;
  }
  return isWhole;
}

function readPair(pair: string, variables: PhpArray, budget: VariableBudget): boolean {
  const equals = pair.indexOf('=');
  const name = equals < 0 ? pair : pair.slice(0, equals);
  const value = equals < 0 ? '' : pair.slice(equals + 1);
  return registerVariable(variables, urlDecode(name), urlDecode(value), budget);
}

const PLUS = 0x2b;
const PERCENT = 0x25;

/** PHP's `urldecode`: `+` is a space, a `%` that is no escape stands for itself. */
function urlDecode(encoded: string): string {
  let decoded = '';
  let from = 0;
  for (let at = 0; at < encoded.length; at++) {
    const code = encoded.charCodeAt(at);
    if (code === PLUS) decoded += `${encoded.slice(from, at)} `;
    else if (code === PERCENT) {
      const byte = hexDigit(encoded.charCodeAt(at + 1)) * 16 + hexDigit(encoded.charCodeAt(at + 2));
      if (Number.isNaN(byte)) continue;
      decoded += encoded.slice(from, at) + String.fromCharCode(byte);
      at += 2;
    } else continue;
    from = at + 1;
  }
  return textOfLatin1(from === 0 ? encoded : decoded + encoded.slice(from));
}

/** NaN when it is none. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : NaN;
}
