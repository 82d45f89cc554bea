import type { Recording } from './recording.js';

/** A request as it goes over the wire. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

type Fields = [name: string, value: string][];

/** How a value that was cut ends. */
const CUT = /(?:…|\.{3})\[(\d+) chars\]$/;

/** Most variables that any server is expected to read; what is “exceeded” without a number is more than that. */
const MANY = 5400;

/** How many fields, or rows of fields, a note says there were. */
const COUNTS: readonly RegExp[] = [/(\d+) \w+ elements/, /(\d+) rows/, /(\d+) (?:fields|variables|parameters)/];

/**
 * The request of a recording in full: `replace` puts in what was taken out of it, cut values are filled up to their
 * length, and lists of which only the first fields were written down are continued as they begin.
 */
export function fullRequest(recording: Recording, replace: (text: string) => string): HttpRequest {
  const { method, path, headers } = recording.request;
  return {
    method,
    path: replace(path),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? replace(value) : value.map(replace),
      ]),
    ),
    body: bodyOf(recording, replace),
  };
}

function bodyOf(recording: Recording, replace: (text: string) => string): string | Buffer {
  const { form, body, bodyBase64 } = recording.request;
  if (bodyBase64 !== undefined) {
    return Buffer.from(replace(Buffer.from(bodyBase64, 'base64').toString('latin1')), 'latin1');
  }
  return form ? formBody(recording, replace) : replace(body ?? '');
}

function formBody(recording: Recording, replace: (text: string) => string): string {
  const listed = Object.entries(recording.request.form ?? {}).map(([name, value]): [string, string] => [name, value]);
  const fields = continued(listed, recording).map(([name, value]): [string, string] => [name, replace(filled(value))]);
  return new URLSearchParams(fields).toString();
}

function filled(value: string): string {
  const [marker, length] = CUT.exec(value) ?? [];
  if (marker === undefined) return value;
  const begin = value.slice(0, -marker.length);
  return begin.repeat(Math.ceil(Number(length) / begin.length)).slice(0, Number(length));
}

function continued(fields: Fields, { name, note }: Recording): Fields {
  const exceeded = /max-input-vars/.test(name);
  const count = COUNTS.map((pattern) => Number(pattern.exec(note ?? '')?.[1])).find((number) => number > 0);
  if (count === undefined && !exceeded) return fields;
  const rows = rowsOf(fields);
  const width = rows.get(0)?.length ?? 0;
  if (width === 0) return fields;
  const wanted = count ?? Math.ceil(MANY / width);
  const more = Array.from({ length: Math.max(0, wanted - rows.size) }, (_, at) => rowAt(rows, rows.size + at)).flat();
  const routing: Fields = /come last/.test(note ?? '') ? ROUTING : [];
  return [...fields, ...more, ...routing];
}

/** What tells Moodle who calls what; not among the fields that were written down where it came last. */
const ROUTING: Fields = [
  ['wstoken', 'TOKEN'],
  ['wsfunction', 'enrol_manual_enrol_users'],
  ['moodlewsrestformat', 'json'],
];

/** Fields such as `list[0][key]` by their index. */
function rowsOf(fields: Fields): Map<number, Fields> {
  const rows = new Map<number, Fields>();
  for (const [name, value] of fields) {
    const index = /\[(\d+)\]/.exec(name)?.[1];
    if (index === undefined) continue;
    rows.set(Number(index), [...(rows.get(Number(index)) ?? []), [name, value]]);
  }
  return rows;
}

/** The first row with another index; a value that grew by one from the first row to the second grows on. */
function rowAt(rows: ReadonlyMap<number, Fields>, index: number): Fields {
  const [first, second] = [rows.get(0) ?? [], rows.get(1) ?? []];
  return first.map(([name, value], column) => {
    const step = Number(second[column]?.[1]) - Number(value);
    const grown = /^\d+$/.test(value) && step === 1 ? String(Number(value) + index) : value;
    return [name.replace(/\[0\]/, `[${index}]`), grown];
  });
}
