import { textOfBytes } from './byte-string.js';
import { dispositionOf, fieldNameOf } from './part-headers.js';
import type { PhpArray } from './php-array.js';
import { registerVariable } from './register-variable.js';
import type { VariableBudget } from './variable-budget.js';

/** Longest boundary that PHP takes, in bytes: with a line break and two dashes it fills a unit of its buffer. */
const MAX_BOUNDARY = 5116;

/** The boundary of a `multipart/form-data` content type, as PHP cuts it out: in small letters by preference; null when it has none. */
export function boundaryOf(contentType: string): string | null {
  const inSmall = contentType.indexOf('boundary');
  const at = inSmall < 0 ? contentType.toLowerCase().indexOf('boundary') : inSmall;
  const equals = at < 0 ? -1 : contentType.indexOf('=', at);
  if (equals < 0) return null;
  const rest = contentType.slice(equals + 1);
  if (!rest.startsWith('"')) return rest.split(/[,;]/, 1)[0] ?? '';
  const end = rest.indexOf('"', 1);
  return end < 0 ? null : rest.slice(1, end);
}

/**
 * Reads the fields of a `multipart/form-data` body into the variables; files are passed over. Answers whether all of it
 * was read: it has its end, and every part is a field. Takes time in proportion to the length of the body, whatever the
 * boundary.
 */
export function readMultipart(body: Buffer, boundary: string, variables: PhpArray, budget: VariableBudget): boolean {
  if (boundary.length > MAX_BOUNDARY) return false;
  const reader = new PartReader(body, `--${boundary}`);
  let isWhole = true;
  while (reader.nextPart()) {
    const disposition = dispositionOf(reader.headers());
    const field = disposition === null ? null : fieldNameOf(disposition);
    // PHP gives up on the rest here.
    if (field === 'garbled') return false;
    if (field === null || field.fileName !== null) {
      if (field !== null && field.fileName !== '') reader.content();
      isWhole = false;
      continue;
    }
    budget.spend();
    const name = textOfBytes(Buffer.from(field.name, 'latin1'));
    isWhole = registerVariable(variables, name, textOfBytes(reader.content()), budget) && isWhole;
  }
  return isWhole && reader.isClosed;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Goes through the parts of a body from its beginning to its end, looking at each byte once or twice. */
class PartReader {
  private at = 0;
  private isClosing = false;
  private readonly afterContent: Buffer;

  constructor(
    private readonly body: Buffer,
    private readonly delimiter: string,
  ) {
    this.afterContent = Buffer.from(`\n${delimiter}`, 'latin1');
  }

  /** Whether the line that ends the last part was seen. */
  get isClosed(): boolean {
    return this.isClosing;
  }

  /** Goes to the headers of the next part, which follow a line with nothing but the delimiter. */
  nextPart(): boolean {
    const closing = `${this.delimiter}--`;
    for (let line = this.line(); line !== null; line = this.line()) {
      if (line === this.delimiter) return true;
      if (line === closing) this.isClosing = true;
    }
    const rest = this.body.length - this.at;
    if (rest === closing.length && this.body.toString('latin1', this.at) === closing) this.isClosing = true;
    return false;
  }

  headers(): string[] {
    const lines: string[] = [];
    for (let line = this.line(); line !== null && line !== ''; line = this.line()) lines.push(line);
    return lines;
  }

  /** What stands before the next delimiter, or before what the end of the body left of it. */
  content(): Buffer {
    const { body, at, afterContent } = this;
    let matched = 0;
    let here = at;
    // A delimiter has its only line feed at its beginning: after a wrong byte nothing needs to be looked at again.
    while (here < body.length && matched < afterContent.length) {
      const byte = body[here];
      if (byte === afterContent[matched]) matched += 1;
      else matched = byte === LINE_FEED ? 1 : 0;
      here += 1;
    }
    let end = here - matched;
    this.at = end;
    if (end < body.length && end > at && body[end - 1] === CARRIAGE_RETURN) end -= 1;
    return body.subarray(at, end);
  }

  /** The next line without its end; null when there is none that ends. */
  private line(): string | null {
    const end = this.body.indexOf(LINE_FEED, this.at);
    if (end < 0) return null;
    const isCrLf = end > this.at && this.body[end - 1] === CARRIAGE_RETURN;
    const line = this.body.toString('latin1', this.at, isCrLf ? end - 1 : end);
    this.at = end + 1;
    const nul = line.indexOf('\0');
    return nul < 0 ? line : line.slice(0, nul);
  }
}
