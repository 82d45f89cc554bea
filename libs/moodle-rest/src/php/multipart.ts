import { textOfBytes } from './byte-string.js';
import type { PhpArray } from './php-array.js';
import { registerVariable } from './register-variable.js';
import type { VariableBudget } from './variable-budget.js';

/** The boundary of a `multipart/form-data` content type; null when it has none. */
export function boundaryOf(contentType: string): string | null {
  const match = /boundary\s*=\s*(?:"([^"]*)"|([^;,\s]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  return boundary === '' ? null : boundary;
}

/**
 * Reads the fields of a `multipart/form-data` body into the variables; files are passed over. Answers whether all of it
 * was read: it has its end, and every part is a field.
 */
export function readMultipart(body: Buffer, boundary: string, variables: PhpArray, budget: VariableBudget): boolean {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let isWhole = true;
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (body.toString('latin1', start, start + 2) === '--') return isWhole;
    const next = body.indexOf(delimiter, start);
    isWhole = readPart(body.subarray(start, next < 0 ? body.length : next), variables, budget) && isWhole;
    at = next;
  }
  return false;
}

function readPart(part: Buffer, variables: PhpArray, budget: VariableBudget): boolean {
  const headersEnd = part.indexOf('\r\n\r\n');
  if (headersEnd < 0) return false;
  const disposition = dispositionOf(part.toString('latin1', 0, headersEnd));
  if (disposition === null || /;\s*filename\*?\s*=/i.test(disposition)) return false;
  const name = nameOf(disposition);
  if (name === null) return false;
  const end = part.subarray(-2).toString('latin1') === '\r\n' ? part.length - 2 : part.length;
  budget.spend();
  return registerVariable(
    variables,
    textOfBytes(Buffer.from(name, 'latin1')),
    textOfBytes(part.subarray(headersEnd + 4, end)),
  );
}

function dispositionOf(headers: string): string | null {
  for (const line of headers.split('\r\n')) {
    const match = /^content-disposition\s*:(.*)$/i.exec(line);
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
}

function nameOf(disposition: string): string | null {
  const match = /;\s*name\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  if (match === null) return null;
  return match[1] === undefined ? (match[2] ?? null) : match[1].replace(/\\(["\\])/g, '$1');
}
