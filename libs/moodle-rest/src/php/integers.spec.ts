import { isPrintedInteger, toPhpInteger } from './integers.js';

describe("PHP's integers in texts", () => {
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
    ['0', true],
    ['-1', true],
    ['-0', false],
    ['01', false],
    ['+1', false],
    ['1.0', false],
    ['', false],
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['-9223372036854775808', true],
    ['-9223372036854775809', false],
  ])('%j is printed so: %s', (text, expected) => {
    expect(isPrintedInteger(text)).toBe(expected);
  });
});
