import { htmlSpecialChars, phpExport, phpJson, phpNumber } from './encoding.js';

describe('Texts are written as PHP writes them', () => {
  test('JSON is ASCII with escaped slashes', () => {
    expect(phpJson(JSON.stringify({ a: 'é/✓', b: '😀\u2028\u007f\n' }))).toBe(
      '{"a":"\\u00e9\\/\\u2713","b":"\\ud83d\\ude00\\u2028\u007f\\n"}',
    );
  });

  test('markup is escaped but for the apostrophe, and nothing is left of what is no UTF-8', () => {
    expect(htmlSpecialChars(`<a b="c">'&\0`)).toBe("&lt;a b=&quot;c&quot;&gt;'&amp;\0");
    expect(htmlSpecialChars('a\udcff')).toBe('');
  });

  test('a text in source code', () => {
    expect(phpExport("a'b\\c\0d")).toBe(`'a\\'b\\\\c' . "\\0" . 'd'`);
  });

  test.each([
    [5, '5'],
    [-1704067200, '-1704067200'],
    [9007199254740991, '9007199254740991'],
    [100 / 3, '33.333333333333'],
    [0.1 + 0.2, '0.3'],
    [0.0001, '0.0001'],
    [0.00001, '1.0E-5'],
    [-0.000015, '-1.5E-5'],
    [12345678901234.56, '12345678901235'],
    [123456789012345.5, '1.2345678901235E+14'],
    [1e25, '1.0E+25'],
  ])('the number %p is %s', (value, text) => {
    expect(phpNumber(value)).toBe(text);
  });
});
