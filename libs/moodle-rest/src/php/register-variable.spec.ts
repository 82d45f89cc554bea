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
