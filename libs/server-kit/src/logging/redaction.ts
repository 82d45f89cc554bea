import { isSecretName } from './secret-names.js';

export const REDACTED = '[redacted]';

const MAX_DEPTH = 12;
const MAX_TEXT = 16_384;

const LICENCE_KEY = /PLMS(?:[-\s_]?[A-Z0-9]{4}){2,4}/gi;
const EMAIL = /(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;
const URL_USERINFO = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,512}@/gi;
/** What follows must look like a credential, since people write of bots too. */
const CREDENTIALS =
  /\b([Bb]earer|BEARER|[Bb]asic|BASIC|[Bb]ot|BOT|DPoP|dpop|DPOP)\s+(?=[\w.~+/=:-]*[\dA-Z_~+/=:]|[\w.-]{20})[\w.~+/=:-]+/g;
const JSON_WEB_TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;
/** `"name": "value"` in text that is not whole JSON, such as a message or a cut-off body; backslashes when nested. */
const MEMBER = /(\\{0,8}["'])([\w.-]{1,100})\1(\s{0,8}:\s{0,8})(?:\\{0,8}"(?:[^"\\]|\\.)*"?|\\{0,8}'[^']*'?|[\w.+-]+)/g;
/** `name=` as in queries and forms; also percent-encoded, once or twice, as in an address within an address. */
const NAME = /(?<=^|[?&;\s"'(#=,]|%(?:25)?(?:3F|26|23))([\w.[\]%+/:-]{1,200}?)(=|%3D|%253D)/gi;
const VALUE_ENDS: Readonly<Record<string, RegExp>> = {
  '=': /[&\s"'<>#;,)]|$/g,
  '%3D': /[&\s"'<>#;,)]|%26|%23|$/gi,
  '%253D': /[&\s"'<>#;,)]|%(?:25)?(?:26|23)|$/gi,
};

/** A text with all secrets that can be told from their form replaced. Understands JSON, forms and addresses in it. */
export function redactText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    const parsed = parseJson(trimmed);
    if (parsed !== undefined) return JSON.stringify(redactValue(parsed));
  }
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
  const withoutKnownForms = cut
    .replace(LICENCE_KEY, REDACTED)
    .replace(URL_USERINFO, `$1${REDACTED}@`)
    .replace(CREDENTIALS, `$1 ${REDACTED}`)
    .replace(JSON_WEB_TOKEN, REDACTED)
    .replace(MEMBER, (all: string, quote: string, name: string, colon: string) =>
      isSecretName(name) ? `${quote}${name}${quote}${colon}"${REDACTED}"` : all,
    );
  return redactPairs(withoutKnownForms).replace(EMAIL, REDACTED);
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
export function redactValue(value: unknown, depth = 0, parent = ''): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (value instanceof Date) return value;
  if (value instanceof Error) return describeError(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((entry: unknown) => redactValue(entry, depth + 1, parent));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]: [string, unknown]) => [
      redactText(name),
      isSecretName(name) && !isErrorCode(parent, name, entry) ? hide(entry) : redactValue(entry, depth + 1, name),
    ]),
  );
}

/** An address with its secret query values replaced. */
export function redactUrl(url: string): string {
  return redactText(url);
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
  return `[${body.length} characters of ${contentType.split(';')[0] || 'unknown type'}]`;
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
    type: error.name,
    message: redactText(error.message),
    ...code,
    ...(error.stack ? { stack: redactText(error.stack) } : {}),
    ...cause,
  };
}

function hide(value: unknown): unknown {
  return value === null || value === undefined || value === '' || typeof value === 'boolean' ? value : REDACTED;
}

function isErrorCode(parent: string, name: string, value: unknown): boolean {
  return parent === 'error' && name === 'code' && typeof value === 'string' && /^[a-z][a-z_]{2,40}$/.test(value);
}

function parseJson(text: string): unknown {
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
  return plain.slice(plain.search(/[^?&#;=]*$/));
}
