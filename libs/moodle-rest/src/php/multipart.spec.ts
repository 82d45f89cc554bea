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

  test('the boundary is found quoted or bare', () => {
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc');
    expect(boundaryOf('multipart/form-data; boundary="a b"')).toBe('a b');
    expect(boundaryOf('multipart/form-data')).toBeNull();
  });

  test.each([
    ['spaces in a disposition', `Content-Disposition: form-data;${' '.repeat(200_000)}x`],
    ['semicolons in a disposition', `Content-Disposition: form-data${'; '.repeat(100_000)}`],
    ['unclosed names', `Content-Disposition: form-data${'; name'.repeat(33_000)}`],
    ['spaces before a colon', `Content-Disposition${' '.repeat(200_000)}x`],
  ])('200 kB of %s name nothing', (_, headers) => {
    expect(parse(`${part(headers, '1')}--B--`).size).toBe(0);
  });

  test('many parts without a name are passed over', () => {
    expect(parse('--B\r\n\r\n'.repeat(25_000)).size).toBe(0);
    expect(boundaryOf(`multipart/form-data; ${'boundary '.repeat(20_000)}`)).toBeNull();
  });
});
