import { isAcceptable, type ScalarType } from './scalar-types.js';

const accepted: readonly (readonly [ScalarType, string])[] = [
  ['int', '0'],
  ['int', '-12'],
  ['bool', '1'],
  ['float', '-1.5e3'],
  ['float', '+.5'],
  ['float', '5.'],
  ['text', ''],
  ['text', ' 1 < 2 & "x" > '],
  ['text', '<span lang="en" class="multilang">a</span><span class="multilang" lang="de">b</span>'],
  ['text', '<lang lang="en">a</lang> b'],
  ['raw', '<b>anything</b>'],
  ['notags', '1 < 2'],
  ['alphanumext', 'a-B_9'],
];

const refused: readonly (readonly [ScalarType, string])[] = [
  ['int', ''],
  ['int', '+5'],
  ['int', ' 5'],
  ['int', '05'],
  ['int', '-0'],
  ['int', '5.5'],
  ['int', '99999999999999999999'],
  ['bool', 'true'],
  ['bool', ''],
  ['float', '.'],
  ['float', '.e5'],
  ['text', '<b>1</b>'],
  ['text', 'a<'],
  ['text', 'nul\0'],
  ['text', 'bad \udcff utf-8'],
  ['text', '<span class="multilang">a</span>'],
  ['raw', '\0'],
  ['notags', '<lang lang="en">a</lang>'],
  ['alphanum', 'a-b'],
  ['raw_trimmed', ' a'],
];

describe("A value is accepted when Moodle's cleaning would leave it as it is", () => {
  test.each(accepted)('%s takes %j', (type, text) => {
    expect(isAcceptable(type, text)).toBe(true);
  });

  test.each(refused)('%s refuses %j', (type, text) => {
    expect(isAcceptable(type, text)).toBe(false);
  });

  // Each would keep an expression busy for a minute that goes back for every character.
  test.each<readonly [ScalarType, string]>([
    ['float', `${'1'.repeat(200_000)}x`],
    ['int', `${'1'.repeat(200_000)}x`],
    ['raw_trimmed', `${' '.repeat(200_000)}x`],
    ['text', `<span lang="en"${' '.repeat(200_000)}`],
    ['text', '<lang lang="en">'.repeat(12_000)],
    ['text', '<span lang="en" class="multilang">'.repeat(6000)],
    ['sequence', `${'1,'.repeat(100_000)}x`],
  ])('%s refuses 200 kB of near misses at once', (type, text) => {
    expect(isAcceptable(type, text)).toBe(false);
  });
});
