import fc from 'fast-check';
import { PhpArray, type PhpValue } from './php-array.js';
import { readUrlencoded } from './urlencoded.js';
import { TooManyVariablesError, VariableBudget } from './variable-budget.js';

function plain(value: PhpValue): unknown {
  if (!(value instanceof PhpArray)) return value;
  return Object.fromEntries(value.keys().map((key) => [key, plain(value.get(key) ?? '')]));
}

function parse(encoded: string): unknown {
  const variables = new PhpArray();
  readUrlencoded(encoded, variables, new VariableBudget(100));
  return plain(variables);
}

describe('Request variables are read as PHP reads them', () => {
  test.each([
    ['a=1&a=2', { a: '2' }],
    ['a', { a: '' }],
    ['=1&&a=', { a: '' }],
    ['a=b=c', { a: 'b=c' }],
    ['a+b.c=1', { a_b_c: '1' }],
    ['%20%20a=1', { a: '1' }],
    ['a%00b=1', { a: '1' }],
    ['a[]=1&a[]=2', { a: { 0: '1', 1: '2' } }],
    ['a[7]=1&a[]=2&a[x]=3&a[]=4', { a: { 7: '1', 8: '2', x: '3', 9: '4' } }],
    ['a[07]=1&a[]=2', { a: { '07': '1', 0: '2' } }],
    ['a[x.y z]=1', { a: { 'x.y z': '1' } }],
    ['a[ ]=1', { a: { 0: '1' } }],
    ['a[b][c]=1&a[b][]=2', { a: { b: { c: '1', 0: '2' } } }],
    ['a[b]rest=1', { a: { b: '1' } }],
    ['a[b]rest[c]=1', { a: { b: '1' } }],
    ['a[b=1', { a_b: '1' }],
    ['a[b][c=1', { a: { b: '1' } }],
    ['[a]=1', {}],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=2&a=1', { a: '1' }],
    ['a=%zz%4', { a: '%zz%4' }],
    ['a=1+2%2B3', { a: '1 2+3' }],
    ['a=%e2%9c%93', { a: '✓' }],
    ['__proto__[x]=1', { ['__proto__']: { x: '1' } }],
    ['a;b=1;c', { 'a;b': '1;c' }],
    ['a%5B0%5D=1&a%5b%5d=2', { a: { 0: '1', 1: '2' } }],
    ['a[-5]=1&a[]=2', { a: { '-5': '1', 0: '2' } }],
    ['a[%00]=1', { a_: '1' }],
    ['a[ b]=1&a[b ]=2', { a: { ' b': '1', 'b ': '2' } }],
    ['a[[]=1', { a: { '[': '1' } }],
    ['a]=1', { 'a]': '1' }],
    ['a.[b]=1&.=2', { a_: { b: '1' }, _: '2' }],
    ['a[9223372036854775807]=1&a[]=2', { a: { '9223372036854775807': '1' } }],
    ['a[9223372036854775808]=1&a[]=2', { a: { '9223372036854775808': '1', 0: '2' } }],
    ['a=%e2%9c%zz', { a: '\udce2\udc9c%zz' }],
  ])('%s', (encoded, expected) => {
    expect(parse(encoded)).toEqual(expected);
  });

  test('sixty-four brackets deep is the most', () => {
    expect(parse(`a${'[b]'.repeat(65)}=1`)).toEqual({});
    expect(parse(`a${'[b]'.repeat(64)}=1`)).not.toEqual({});
  });

  test('one variable more than the limit is refused, not cut', () => {
    expect(() => parse('x[]=1&'.repeat(100))).not.toThrow();
    expect(() => parse('x[]=1&'.repeat(101))).toThrow(TooManyVariablesError);
  });

  test('arrays within arrays are no way around it', () => {
    const deep = (count: number): string => `a${'[]'.repeat(64)}=1&`.repeat(count);
    expect(() => parse(deep(6))).not.toThrow();
    expect(() => parse(deep(7))).toThrow(TooManyVariablesError);
    const lists = Array.from({ length: 100 }, (_, i) => `a[${i}][b][0][c]=1`);
    expect(() => parse(lists.join('&'))).not.toThrow();
    expect(() => parse('a[b][c][d][e][f]=1&'.repeat(100))).not.toThrow();
  });

  // Each would take minutes by a way that goes back for every character.
  test.each([
    'a['.repeat(100_000),
    `a${'['.repeat(200_000)}`,
    `a${']'.repeat(200_000)}`,
    `a[${' '.repeat(200_000)}`,
    `a${'[]'.repeat(100_000)}`,
    `a=${'%'.repeat(200_000)}`,
    `a=${'%e2%9c'.repeat(30_000)}`,
    `${'+'.repeat(200_000)}a`,
    '&'.repeat(200_000),
    `a[${'9'.repeat(200_000)}]`,
  ])('200 kB of %.8s… are read at once', (encoded) => {
    expect(() => parse(encoded)).not.toThrow();
  });

  test('any text that was encoded comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parse(`a=${encodeURIComponent(text)}`)).toEqual({ a: text });
      }),
    );
  });

  test('any bytes at all are read without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        parse(Buffer.from(bytes).toString('latin1'));
      }),
    );
  });
});
