import { looselyEqual, toPhpInteger } from './loose-comparison.js';

describe("PHP's numbers in texts", () => {
  it.each([
    ['5', '5'],
    ['abc', '0'],
    ['', '0'],
    ['5abc', '5'],
    ['5.9', '5'],
    [' 5', '5'],
    ['+5', '5'],
    ['-5', '-5'],
    ['1e3', '1000'],
    ['0x1A', '0'],
    ['99999999999999999999', '9223372036854775807'],
    ['1e30', '9223372036854775807'],
    ['1e1000', '0'],
    ['-1e30', '-9223372036854775808'],
    ['9007199254740993', '9007199254740993'],
  ])('%j is the integer %s', (text, expected) => {
    expect(toPhpInteger(text)).toBe(expected);
  });

  it.each([
    ['5', '5', true],
    [' 5 ', '5', true],
    ['5.0', '5', true],
    ['5abc', '5', false],
    ['abc', '0', false],
    ['', '0', false],
    ['JSmith', 'jsmith', false],
    ['1E3', '1e3', true],
  ])('%j == %j is %s', (one, other, expected) => {
    expect(looselyEqual(one, other)).toBe(expected);
  });
});
