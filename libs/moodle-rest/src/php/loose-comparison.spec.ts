import { looselyEqual } from './loose-comparison.js';

describe("PHP's numbers in texts", () => {
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
