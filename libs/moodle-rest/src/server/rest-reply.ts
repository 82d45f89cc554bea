import type { CleanStructure, CleanValue } from '../description/clean-return-value.js';
import { entriesOf, type Description } from '../description/description.js';
import { TooManyCallsException } from '../moodle-exception.js';
import { htmlSpecialChars, phpJson, phpNumber } from '../php/encoding.js';
import type { RestFormat } from './rest-request.js';

/** An answer. Its HTTP status is 200 whatever it says, as Moodle does it, but for what Moodle's own web server refuses. */
export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" ?>\n';

const SHARED_HEADERS = {
  'Cache-Control': 'private, must-revalidate, pre-check=0, post-check=0, max-age=0',
  Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
  Pragma: 'no-cache',
  'Accept-Ranges': 'none',
  'Access-Control-Allow-Origin': '*',
};

export const HEADERS: Readonly<Record<RestFormat, Readonly<Record<string, string>>>> = {
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
      ? phpJson(JSON.stringify(description === null ? null : jsonOf(description, result)))
      : `${XML_HEAD}<RESPONSE>\n${description === null ? '' : xmlValue(description, result)}</RESPONSE>\n`;
  return { status: 200, headers: HEADERS[format], body };
}

/** An answer to whoever was refused. Its status tells of that only when it is for too many calls. */
export function refusalReply(refusal: Error, headers: RestReply['headers'], body: string): RestReply {
  if (!(refusal instanceof TooManyCallsException)) return { status: 200, headers, body };
  return { status: 429, headers: { ...headers, 'Retry-After': String(refusal.retryAfterSeconds) }, body };
}

/** The answer while the web service is switched off. */
export const CLOSED_REPLY: RestReply = {
  status: 403,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '',
};

/** The answer to a body that did not arrive in time. In no format of Moodle's: its web server would say so, too. */
export const TOO_SLOW_REPLY: RestReply = {
  status: 408,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'The body of the request did not arrive in time, and nothing of it was done. Send it again.\n',
};

/** PHP has one kind of array: a structure of which nothing is present reads `[]`. */
function jsonOf(description: Description, result: CleanValue): CleanValue {
  let mayBeEmpty = MAY_HAVE_EMPTY.get(description);
  if (mayBeEmpty === undefined) {
    mayBeEmpty = mayHaveEmptyStructure(description);
    MAY_HAVE_EMPTY.set(description, mayBeEmpty);
  }
  return mayBeEmpty ? jsonValue(description, result) : result;
}

/** Most descriptions cannot have such a structure, and their results are written as they are. */
const MAY_HAVE_EMPTY = new WeakMap<Description, boolean>();

function mayHaveEmptyStructure(description: Description): boolean {
  if (description.kind === 'value') return false;
  if (description.kind === 'list') return mayHaveEmptyStructure(description.content);
  const keys = Object.values(description.keys);
  return keys.every(({ presence }) => presence === 'optional') || keys.some(mayHaveEmptyStructure);
}

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
      const keys = entriesOf(description.keys).map(
        ([key, inner]) => `<KEY name="${key}">${xmlValue(inner, given[key])}</KEY>\n`,
      );
      return `<SINGLE>\n${keys.join('')}</SINGLE>\n`;
    }
  }
}

function xmlScalar(value: CleanValue | undefined): string {
  if (value === null || value === undefined) return '<VALUE null="null"/>\n';
  const text =
    typeof value === 'boolean' ? String(Number(value)) : typeof value === 'number' ? phpNumber(value) : String(value);
  return `<VALUE>${htmlSpecialChars(text)}</VALUE>\n`;
}
