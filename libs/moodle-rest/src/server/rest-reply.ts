import type { CleanStructure, CleanValue } from '../description/clean-return-value.js';
import type { Description } from '../description/description.js';
import { TooManyCallsException, type MoodleException } from '../moodle-exception.js';
import { htmlSpecialChars, phpJson } from '../php/encoding.js';
import type { RestFormat } from './rest-request.js';

/** An answer. Its HTTP status is 200 whatever it says, as Moodle does it, but for what Moodle's own web server refuses. */
export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" ?>\n';

const SHARED_HEADERS = {
  'Cache-Control': 'private, must-revalidate, pre-check=0, post-check=0, max-age=0',
  Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
  Pragma: 'no-cache',
  'Accept-Ranges': 'none',
  'Access-Control-Allow-Origin': '*',
};

const HEADERS: Readonly<Record<RestFormat, Readonly<Record<string, string>>>> = {
  json: { 'Content-Type': 'application/json', ...SHARED_HEADERS },
  xml: {
    'Content-Type': 'application/xml; charset=utf-8',
    'Content-Disposition': 'inline; filename="response.xml"',
    ...SHARED_HEADERS,
  },
};

export function resultReply(format: RestFormat, description: Description | null, result: CleanValue): RestReply {
  const body =
    format === 'json'
      ? phpJson(JSON.stringify(description === null ? null : jsonValue(description, result)))
      : `${XML_HEAD}<RESPONSE>\n${description === null ? '' : xmlValue(description, result)}</RESPONSE>\n`;
  return { status: 200, headers: HEADERS[format], body };
}

/** The answer while the web service is switched off. */
export const CLOSED_REPLY: RestReply = {
  status: 403,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '',
};

export function exceptionReply(format: RestFormat, refusal: MoodleException): RestReply {
  const { exception, errorcode, message } = refusal;
  const code = errorcode === null ? {} : { errorcode };
  const body = format === 'json' ? phpJson(JSON.stringify({ exception, ...code, message })) : xmlException();
  if (refusal instanceof TooManyCallsException) {
    return { status: 429, headers: { ...HEADERS[format], 'Retry-After': String(refusal.retryAfterSeconds) }, body };
  }
  return { status: 200, headers: HEADERS[format], body };

  function xmlException(): string {
    const codeElement = errorcode === null ? '' : `<ERRORCODE>${htmlSpecialChars(errorcode)}</ERRORCODE>\n`;
    return (
      `${XML_HEAD}<EXCEPTION class="${htmlSpecialChars(exception)}">\n${codeElement}` +
      `<MESSAGE>${htmlSpecialChars(message)}</MESSAGE>\n</EXCEPTION>\n`
    );
  }
}

/** PHP has one kind of array: a structure of which nothing is present reads `[]`. */
function jsonValue(description: Description, value: CleanValue | undefined): CleanValue {
  if (value === null || value === undefined || typeof value !== 'object') return value ?? null;
  if (description.kind === 'list') {
    return (value as readonly CleanValue[]).map((item) => jsonValue(description.content, item));
  }
  if (description.kind === 'value') return value;
  const present = Object.entries(value as CleanStructure);
  if (present.length === 0) return [];
  const json: Record<string, CleanValue> = {};
  for (const [key, item] of present) {
    const inner = description.keys[key];
    if (inner !== undefined) json[key] = jsonValue(inner, item);
  }
  return json;
}

/** Every declared key in its order; an absent one is null, an absent list is empty. */
function xmlValue(description: Description, value: CleanValue | undefined): string {
  switch (description.kind) {
    case 'value':
      return xmlScalar(value);
    case 'list': {
      const items = Array.isArray(value) ? (value as readonly CleanValue[]) : [];
      return `<MULTIPLE>\n${items.map((item) => xmlValue(description.content, item)).join('')}</MULTIPLE>\n`;
    }
    case 'structure': {
      const given = (value ?? {}) as CleanStructure;
      const keys = Object.entries(description.keys).map(
        ([key, inner]) => `<KEY name="${key}">${xmlValue(inner, given[key])}</KEY>\n`,
      );
      return `<SINGLE>\n${keys.join('')}</SINGLE>\n`;
    }
  }
}

function xmlScalar(value: CleanValue | undefined): string {
  if (value === null || value === undefined) return '<VALUE null="null"/>\n';
  const text = typeof value === 'boolean' ? String(Number(value)) : String(value);
  return `<VALUE>${htmlSpecialChars(text)}</VALUE>\n`;
}
