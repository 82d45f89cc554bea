const NUMERIC = /^[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/;

/** PHP 8's `==` of two texts: as numbers where both are written as numbers. https://www.php.net/language.operators.comparison */
export function looselyEqual(one: string, other: string): boolean {
  return one === other || (NUMERIC.test(one) && NUMERIC.test(other) && Number(one) === Number(other));
}
