/** PHP's largest integer. */
export const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const PRINTED = /^(?:0|-?[1-9]\d{0,18})$/;
/** Most digits that fit into 64 bits whatever they are. */
const SAFE_DIGITS = 18;

/** Whether the text is an integer of 64 bits as PHP prints it, which as a key of an array is one. */
export function isPrintedInteger(text: string): boolean {
  if (!PRINTED.test(text)) return false;
  if (text.length <= SAFE_DIGITS) return true;
  const value = BigInt(text);
  return value <= INT64_MAX && value >= INT64_MIN;
}

const LEADING_NUMBER = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;

/** PHP's `(int)` of a text, printed: its leading number without what follows the point, at most what 64 bits hold. */
export function toPhpInteger(text: string): string {
  const number = LEADING_NUMBER.exec(text)?.[1];
  if (number === undefined) return '0';
  const float = Number(number);
  // Most digits that fit; turning many more into a BigInt takes long.
  if (number.length <= 20 && /^[+-]?\d+$/.test(number)) return String(within64Bits(BigInt(number.replace('+', ''))));
  if (!Number.isFinite(float)) return '0';
  if (float >= 2 ** 63) return String(INT64_MAX);
  if (float <= -(2 ** 63)) return String(INT64_MIN);
  return String(BigInt(Math.trunc(float)));
}

function within64Bits(number: bigint): bigint {
  if (number > INT64_MAX) return INT64_MAX;
  return number < INT64_MIN ? INT64_MIN : number;
}
