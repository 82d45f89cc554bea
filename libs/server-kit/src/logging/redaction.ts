import { escapeControls } from './control-characters.js';
import { isSecretName } from './secret-names.js';
import {
  CREDENTIALS,
  EMAIL,
  JSON_WEB_TOKEN,
  LICENCE_KEY,
  MEMBER,
  NAME,
  OPENED_MEMBER,
  URL_USERINFO,
} from './secret-patterns.js';

export const REDACTED = '[redacted]';

const MAX_DEPTH = 12;
/** Longest text that is looked at, in characters; what is longer is cut before. */
const MAX_TEXT = 16_384;
const MAX_URL = 2000;
/** Longest text that is read as JSON. */
const MAX_JSON = 65_536;
/** Most values of one piece of data. */
const MAX_VALUES = 5000;

const VALUE_ENDS: Readonly<Record<string, RegExp>> = {
  '=': /[&\s"'<>#;,)]|$/g,
  '%3D': /[&\s"'<>#;,)]|%26|%23|$/gi,
  '%253D': /[&\s"'<>#;,)]|%(?:25)?(?:26|23)|$/gi,
};

/**
 * A text with all secrets that can be told from their form replaced, on one line. Understands JSON, forms and addresses
 * in it.
 */
export function redactText(text: string): string {
  return redactUpTo(text, MAX_TEXT);
}

function redactUpTo(text: string, limit: number): string {
  const parsed = text.length > MAX_JSON ? undefined : parseJson(text.trim());
  if (parsed !== undefined) return escapeControls(JSON.stringify(redactValue(parsed)));
  const withoutKnownForms = withoutSecretLists(start(text, limit))
    .replace(LICENCE_KEY, REDACTED)
    .replace(URL_USERINFO, `$1${REDACTED}@`)
    .replace(CREDENTIALS, `$1 ${REDACTED}`)
    .replace(JSON_WEB_TOKEN, REDACTED)
    .replace(MEMBER, (all: string, quote: string, name: string, colon: string) =>
      isSecretName(name) ? `${quote}${name}${quote}${colon}"${REDACTED}"` : all,
    );
  const redacted = escapeControls(redactPairs(withoutKnownForms).replace(EMAIL, REDACTED));
  return text.length > limit ? `${redacted}… (${text.length} characters)` : redacted;
}

/** The start of a long text. It ends between words: half a secret would not be known for one. */
function start(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = limit;
  while (end > 0 && !/[\s"'&?;,<>()=/]/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

/** Where a list or an object with a secret name ends is not known in text, so the text ends with it. */
function withoutSecretLists(text: string): string {
  for (const found of text.matchAll(OPENED_MEMBER)) {
    if (isSecretName(found[1] ?? '')) return text.slice(0, found.index) + REDACTED;
  }
  return text;
}

/** The values of secret names in `name=value`. What follows a harmless name is looked into as well. */
function redactPairs(text: string): string {
  const names = new RegExp(NAME);
  let result = '';
  let done = 0;
  for (let found = names.exec(text); found; found = names.exec(text)) {
    const [, name = '', equals = '='] = found;
    if (!isSecretName(bareName(name))) continue;
    const ends = new RegExp(VALUE_ENDS[equals.toUpperCase()] ?? /$/g);
    ends.lastIndex = names.lastIndex;
    const end = ends.exec(text)?.index ?? text.length;
    result += text.slice(done, names.lastIndex) + (end > names.lastIndex ? REDACTED : '');
    done = end;
    names.lastIndex = end;
  }
  return result + text.slice(done);
}

/**
 * A copy of plain data with the values of secret names replaced at any depth and every other text passed through
 * `redactText`. The code of an error answer (`{ error: { code } }`) is kept: it is one of ours and helps the reader.
 */
export function redactValue(value: unknown): unknown {
  return copy(value, { left: MAX_VALUES }, 0, '');
}

function copy(value: unknown, values: { left: number }, depth: number, parent: string): unknown {
  values.left -= 1;
  if (values.left < 0) return '[too much]';
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (value instanceof Date) return value;
  if (value instanceof Error) return describeError(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) {
    return firstOf(value, values).map((entry: unknown) => copy(entry, values, depth + 1, parent));
  }
  const member = (name: string, entry: unknown): unknown =>
    name === 'stack' && typeof entry === 'string' ? redactStack(entry) : copy(entry, values, depth + 1, name);
  return Object.fromEntries(
    firstOf(Object.entries(value), values).map(([name, entry]: [string, unknown]) => [
      redactText(name),
      isSecretName(name) && !isErrorCode(parent, name, entry) ? hide(entry) : member(name, entry),
    ]),
  );
}

/** The last of them tells that there was more. */
function firstOf<T>(entries: readonly T[], values: { readonly left: number }): readonly T[] {
  return entries.slice(0, values.left + 1);
}

/** An address with its secret query values replaced, and its first 2,000 characters only. */
export function redactUrl(url: string): string {
  return redactUpTo(url, MAX_URL);
}

/** Headers with the secret ones replaced; addresses in `location` and `referer` lose their secrets too. */
export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? REDACTED : redactValue(value)]),
  );
}

/** A body as it may stand in the log: data and forms redacted, pages and unknown kinds by their size only. */
export function redactBody(body: unknown, contentType: string): unknown {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body !== 'string') return redactValue(body);
  if (/json|x-www-form-urlencoded|text\/plain/i.test(contentType)) return redactText(body);
  return `[${body.length} characters of ${redactText(contentType.split(';')[0] ?? '') || 'unknown type'}]`;
}

export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: unknown;
}

/**
 * What the log tells of an error: type, message, code, stack and causes. Nothing else, since drivers and HTTP clients
 * hang statements, parameters and whole requests on their errors.
 */
export function describeError(error: Error, depth = 0): DescribedError {
  const code = 'code' in error && typeof error.code === 'string' ? { code: redactText(error.code) } : {};
  const cause =
    error.cause instanceof Error && depth < 4
      ? { cause: describeError(error.cause, depth + 1) }
      : error.cause === undefined
        ? {}
        : { cause: typeof error.cause === 'string' ? redactText(error.cause) : typeof error.cause };
  return {
    type: redactText(error.name),
    message: redactText(error.message),
    ...code,
    ...(error.stack ? { stack: redactStack(error.stack) } : {}),
    ...cause,
  };
}

/** The lines of a stack stay lines; those of the message before it become one. */
function redactStack(stack: string): string {
  const lines = stack.split('\n');
  let head = lines.length;
  while (head > 0 && /^ {4}at /.test(lines[head - 1] ?? '')) head -= 1;
  return [lines.slice(0, head).join('\n'), ...lines.slice(head)].map(redactText).join('\n');
}

function hide(value: unknown): unknown {
  return value === null || value === undefined || value === '' || typeof value === 'boolean' ? value : REDACTED;
}

function isErrorCode(parent: string, name: string, value: unknown): boolean {
  return parent === 'error' && name === 'code' && typeof value === 'string' && /^[a-z][a-z_]{2,40}$/.test(value);
}

/** Undefined for what is no object and no list. */
function parseJson(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Text that only looks like JSON is redacted as text.
    return undefined;
  }
}

/** The name itself, decoded and without an address in front of it. */
function bareName(name: string): string {
  let plain = name;
  for (let round = 0; round < 3 && plain.includes('%'); round++) {
    plain = plain.replace(/%([0-7][0-9A-F])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return plain.slice(Math.max(...['?', '&', '#', ';', '='].map((end) => plain.lastIndexOf(end))) + 1);
}
