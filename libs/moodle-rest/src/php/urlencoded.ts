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
      isWhole = readPair(encoded.slice(from, to), variables) && isWhole;
    }
    from = to + 1;
  }
  return isWhole;
}

function readPair(pair: string, variables: PhpArray): boolean {
  const equals = pair.indexOf('=');
  const name = equals < 0 ? pair : pair.slice(0, equals);
  const value = equals < 0 ? '' : pair.slice(equals + 1);
  return registerVariable(variables, urlDecode(name), urlDecode(value));
}

/** PHP's `urldecode`: `+` is a space, a `%` that is no escape stands for itself. */
export function urlDecode(encoded: string): string {
  if (!/[%+]/.test(encoded)) return textOfLatin1(encoded);
  const latin1 = encoded
    .replaceAll('+', ' ')
    .replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return textOfLatin1(latin1);
}
