const NUMERIC = /^[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/;

/** PHP 8's `==` of two texts: as numbers where both are written as numbers. https://www.php.net/language.operators.comparison */
export function looselyEqual(one: string, other: string): boolean {
  return one === other || (NUMERIC.test(one) && NUMERIC.test(other) && Number(one) === Number(other));
}

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);
const LEADING_NUMBER = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;

/** PHP's `(int)` of a text, printed: its leading number without what follows the point, at most what 64 bits hold. */
export function toPhpInteger(text: string): string {
  const number = LEADING_NUMBER.exec(text)?.[1];
  if (number === undefined) return '0';
  const float = Number(number);
  // Most digits that fit; turning many more into a BigInt takes long.
  if (number.length <= 20 && /^[+-]?\d+$/.test(number)) return String(within64Bits(BigInt(number.replace('+', ''))));
  if (!Number.isFinite(float)) return '0';
  if (float >= 2 ** 63) return String(MAX_INTEGER);
  if (float <= -(2 ** 63)) return String(MIN_INTEGER);
  return String(BigInt(Math.trunc(float)));
}

function within64Bits(number: bigint): bigint {
  if (number > MAX_INTEGER) return MAX_INTEGER;
  return number < MIN_INTEGER ? MIN_INTEGER : number;
}
