import fc from 'fast-check';
import { leastTimeOf } from '../../test/least-time.js';
import { boundaryOf, readMultipart } from './multipart.js';
import { PhpArray } from './php-array.js';
import { VariableBudget } from './variable-budget.js';

function parse(body: string, boundary = 'B'): PhpArray {
  const variables = new PhpArray();
  readMultipart(Buffer.from(body), boundary, variables, new VariableBudget(10));
  return variables;
}

function part(headers: string, content: string): string {
  return `--B\r\n${headers}\r\n\r\n${content}\r\n`;
}

describe('A multipart form is read as PHP reads it', () => {
  test('fields become variables, with brackets, line breaks and UTF-8 kept', () => {
    const body =
      part('Content-Disposition: form-data; name="text"', 'a\r\nb ✓') +
      part('content-disposition: form-data; name="list[]"', '1') +
      part('Content-Disposition: form-data; name=bare', '') +
      '--B--\r\n';
    const variables = parse(body);
    expect(variables.get('text')).toBe('a\r\nb ✓');
    expect(variables.get('list')).toBeInstanceOf(PhpArray);
    expect(variables.get('bare')).toBe('');
  });

  test('files and parts without a name are passed over', () => {
    const body =
      part('Content-Disposition: form-data; name="f"; filename="x.txt"', 'data') +
      part('Content-Type: text/plain', 'data') +
      '--B--';
    expect(parse(body).size).toBe(0);
  });

  test('broken bodies are read as far as they go', () => {
    expect(parse('nothing').size).toBe(0);
    expect(parse('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1').get('a')).toBe('1');
  });

  test.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; boundary=abc; charset=utf-8', 'abc'],
    ['Multipart/Form-Data;Boundary=abc,x', 'abc'],
    ['multipart/form-data; Boundary=A; boundary=B', 'B'],
    ['multipart/form-data; boundary="a; b"', 'a; b'],
    ['multipart/form-data; boundary= abc', ' abc'],
    ['multipart/form-data; boundary=', ''],
    ['multipart/form-data; boundary="abc', null],
    ['multipart/form-data; boundary', null],
    ['multipart/form-data', null],
  ])('the boundary of %j is %j', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });

  // Each as a real PHP 8.2 read it.
  test.each([
    ['in single quotes', `form-data; name='a;"'`, 'a;"'],
    ['with escaped quotes', 'form-data; name="a\\"b\\\\c\\d"', 'a"b\\c\\d'],
    ['bare, up to a space', 'form-data; name=un quoted', 'un'],
    ['after white space', 'form-data; name= a', 'a'],
    ['given twice: the last', 'form-data; name="a"; name=b', 'b'],
    ['in capital letters', 'form-data; NAME="a"', 'a'],
    ['after doubled marks', 'form-data;; name=="a"', 'a'],
    ['of no kind of data', 'name="a"', 'a'],
    ['without its closing quote', 'form-data; name="a', 'a'],
    ['with a space and a dot', 'form-data; name="a b.c"', 'a_b_c'],
    ['on a line of its own', 'form-data;\r\n name="a"', 'a'],
    ['with a semicolon in another parameter', 'form-data; x="a;name=b"; name=c', 'c'],
  ])('a field has a name %s', (_, disposition, name) => {
    expect(parse(`${part(`Content-Disposition: ${disposition}`, 'v')}--B--`).keys()).toEqual([name]);
  });

  test('the first disposition of a part counts', () => {
    const headers = 'Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b';
    expect(parse(`${part(headers, 'v')}--B--`).keys()).toEqual(['a']);
  });

  test('a part that names neither field nor file ends the reading', () => {
    const field = part('Content-Disposition: form-data; name=a', '1');
    expect(parse(`${part('Content-Disposition: form-data', 'x')}${field}--B--`).size).toBe(0);
    expect(parse(`${part('Content-Type: text/plain', 'x')}${field}--B--`).get('a')).toBe('1');
  });

  test('only a line with nothing else is a delimiter, and reading goes on after the end', () => {
    const field = (name: string): string => part(`Content-Disposition: form-data; name=${name}`, '1');
    expect(parse(`preamble\r\n${field('a')}--B--\r\n${field('b')}--B--`).keys()).toEqual(['a', 'b']);
    expect(parse(`--B \r\n${field('a')}--Bx\r\nignored\r\n${field('b')}--B--`).keys()).toEqual(['a', 'b']);
    expect(parse(field('a').replaceAll('\r\n', '\n')).get('a')).toBe('1');
  });

  test.each([
    ['1', '1'],
    ['1\r\n', '1'],
    ['1\r\n-', '1'],
    ['1\r\n--B', '1'],
    ['1\r', '1\r'],
    ['\r\n\r\n--B--', '\r\n'],
    ['1\n--B--', '1'],
    ['1\r\r\n--B--', '1\r'],
    ['--B--', '--B--'],
    ['a\0b\r\n--B--', 'a\0b'],
  ])('a last field that ends in %j has the value %j', (ending, expected) => {
    expect(parse(`--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n${ending}`).get('a')).toBe(expected);
  });

  test('the content of a field ends at the first delimiter, or where one breaks off, whatever looks like one', () => {
    const pieces = fc.array(fc.constantFrom('\n', '\r\n', '-', '--', 'a', 'ab', '\n--a', '\n--aab'), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const content = parts.join('');
        const variables = parse(`--aab\r\nContent-Disposition: form-data; name="v"\r\n\r\n${content}`, 'aab');
        const begun = [...'\n--aab'].findIndex((_, cut) => content.endsWith('\n--aab'.slice(0, 6 - cut)));
        const whole = content.indexOf('\n--aab');
        const end = whole >= 0 ? whole : content.length - (begun < 0 ? 0 : 6 - begun);
        const expected = content.slice(0, end);
        expect(variables.get('v')).toBe(end < content.length ? expected.replace(/\r$/, '') : expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('a boundary longer than PHP takes is one that nothing is read with', () => {
    const body = (boundary: string): string =>
      `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--${boundary}--\r\n`;
    const [longest, longer] = ['b'.repeat(5116), 'b'.repeat(5117)];
    expect(parse(body(longest), longest).get('a')).toBe('1');
    expect(parse(body(longer), longer).size).toBe(0);
  });

  test.each([
    ['lines that are all but the last byte of it', (boundary: string) => `\n--${boundary.slice(1)}`],
    ['lines that differ in their first byte', (boundary: string) => `\n--x${boundary.slice(1)}`],
    ['its own bytes without a line', (boundary: string) => boundary],
    ['an end that could begin it', (boundary: string) => `\n--${boundary}`.slice(0, -1)],
  ])('a long boundary takes no more time than a short one: %s', (_, lineOf) => {
    const timeWith = (boundary: string): number => {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n`;
      const line = lineOf(boundary);
      const body = Buffer.from(head + line.repeat(400_000 / line.length), 'latin1');
      return leastTimeOf(() => readMultipart(body, boundary, new PhpArray(), new VariableBudget(10)));
    };
    const short = timeWith('b'.repeat(50));
    // A hundred times the length took up to a hundred times as long when each line was compared from every byte of it.
    expect(timeWith('b'.repeat(5000)) / short).toBeLessThan(10);
  });

  test.each([
    ['empty lines before the first part', (n: number) => '\n'.repeat(n)],
    ['parts without headers', (n: number) => '--B\n\n'.repeat(n / 5)],
    ['parts that are files', (n: number) => '--B\nContent-Disposition:;filename=f\n\n\n'.repeat(n / 40)],
    ['header lines', (n: number) => `--B\n${'x\n'.repeat(n / 2)}`],
    ['a disposition of many lines', (n: number) => `--B\nContent-Disposition:x\n${' a;\n'.repeat(n / 4)}`],
  ])('eight times the body takes about eight times the time: %s', (_, bodyOf) => {
    const timeOf = (n: number): number => {
      const body = Buffer.from(bodyOf(n), 'latin1');
      return leastTimeOf(() => readMultipart(body, 'B', new PhpArray(), new VariableBudget(10)));
    };
    const few = timeOf(40_000);
    expect(timeOf(320_000) / few).toBeLessThan(24);
  });

  test('any bytes at all are read without an exception', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '--B\r\n',
        '--B--',
        '\r\n',
        '\r\n\r\n',
        'Content-Disposition: form-data; ',
        'name="',
        "'",
        ';',
        '=',
        '\\',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        parse(pieces.join(''));
      }),
    );
  });

  test.each([
    ['spaces in a disposition', `Content-Disposition: form-data;${' '.repeat(200_000)}x`],
    ['semicolons in a disposition', `Content-Disposition: form-data${'; '.repeat(100_000)}`],
    ['unclosed names', `Content-Disposition: form-data${'; name'.repeat(33_000)}`],
    ['quotes in a disposition', `Content-Disposition: form-data; x=${`'`.repeat(100_001)}${'"'.repeat(100_000)}`],
    ['backslashes in a disposition', `Content-Disposition: form-data; x="${'\\\\'.repeat(100_000)}`],
    ['header lines', `Content-Disposition: form-data;${'\r\n x'.repeat(60_000)}`],
    ['spaces before a colon', `Content-Disposition${' '.repeat(200_000)}x`],
  ])('200 kB of %s name nothing', (_, headers) => {
    expect(parse(`${part(headers, '1')}--B--`).size).toBe(0);
  });

  test('many parts without a name are passed over', () => {
    expect(parse('--B\r\n\r\n'.repeat(25_000)).size).toBe(0);
    expect(boundaryOf(`multipart/form-data; ${'boundary '.repeat(20_000)}`)).toBeNull();
  });
});
