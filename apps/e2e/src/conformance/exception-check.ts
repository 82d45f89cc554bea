import type { Surroundings } from './alignment.js';
import { differences, type Difference } from './comparison.js';
import type { Condition, Exception } from './exception.js';
import type { HttpAnswer } from './http-exchange.js';
import { formatOf, parameterOf, type Recording, type RecordingFile } from './recording.js';
import { settingsOf } from './situations.js';

/** What is known of a recording besides itself. */
export interface Facts {
  readonly file: string;
  readonly functionsOfProduct: ReadonlySet<string>;
  readonly database: 'sqlite' | 'mariadb';
}

export function applies({ when }: Exception, recording: Recording, facts: Facts): boolean {
  const { request, response } = recording;
  const fields = fieldsOf(recording);
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const checks: { [Key in keyof Required<Condition>]: (wanted: NonNullable<Condition[Key]>) => boolean } = {
    file: (pattern) => pattern.test(facts.file),
    name: (pattern) => pattern.test(recording.name),
    function: (wanted) => isFunction(recording, wanted, facts.functionsOfProduct),
    field: (pattern) => fields.some(([name]) => pattern.test(name)),
    fieldValue: (pattern) => fields.some(([name, value]) => pattern.test(`${name}=${value}`)),
    withoutField: (pattern) => !fields.some(([name]) => pattern.test(name)),
    header: (pattern) => headers.some((header) => pattern.test(header)),
    method: (pattern) => pattern.test(request.method),
    path: (pattern) => pattern.test(request.path),
    body: (pattern) => pattern.test(request.body ?? ''),
    recordedStatus: (status) => response.status === status,
    recordedBody: (pattern) => pattern.test(response.body),
    database: (database) => facts.database === database,
  };
  return Object.entries(when).every(([key, wanted]) =>
    (checks[key as keyof Condition] as (wanted: unknown) => boolean)(wanted),
  );
}

function isFunction(recording: Recording, wanted: RegExp | 'not of the product', ours: ReadonlySet<string>): boolean {
  const called = parameterOf(recording, 'wsfunction');
  if (!called) return false;
  return wanted === 'not of the product' ? !ours.has(called.toLowerCase()) : wanted.test(called);
}

function fieldsOf({ request }: Recording): [string, string][] {
  if (request.form) return Object.entries(request.form);
  const parts = [...(request.body ?? '').matchAll(/name="([^"]*)"\r\n\r\n([^\r]*)/g)];
  if (parts.length > 0) return parts.map(([, name = '', value = '']) => [name, value]);
  return [...new URLSearchParams(request.body ?? '')];
}

/** One recorded exchange, repeated: what the product answered, and how to ask it something else in the same state. */
export interface Repetition {
  readonly recording: Recording;
  readonly facts: Facts;
  readonly here: Surroundings;
  readonly answer: HttpAnswer;
  readonly ask: (recording: Recording) => Promise<HttpAnswer>;
}

/** Compares with what the exception has in place of what was recorded. */
export async function differencesFrom(
  { instead }: Exception,
  { recording, facts, here, answer, ask }: Repetition,
  own: readonly RecordingFile[],
): Promise<Difference[]> {
  if ('allBut' in instead) return differences(recording.response, answer, here, instead.allBut);
  if ('asRecorded' in instead) return differences(recorded(instead.asRecorded, recording, facts, own), answer, here);
  if ('asOurAnswerTo' in instead) {
    return differences(await ask(CHANGES[instead.asOurAnswerTo](recording)), answer, here);
  }
  const status: Difference[] =
    answer.status === instead.status ? [] : [{ part: 'status', expected: instead.status, answered: answer.status }];
  const body: Difference[] = instead.body.test(answer.body)
    ? []
    : [{ part: 'body', expected: String(instead.body), answered: answer.body }];
  return [...status, ...body];
}

const UNKNOWN_FUNCTION = /core_no_such_function/g;

/** Moodle's answer to another request, in the format and with the debugging of this one. */
function recorded(name: string, recording: Recording, { file }: Facts, own: readonly RecordingFile[]): HttpAnswer {
  const suffix = { off: '', developer: '-debug', display: '-debugdisplay' }[settingsOf(file, recording.name).debug];
  const wanted = `${name}.${formatOf(recording)}`;
  const among = own.find((one) => one.name === `envelope${suffix}`)?.recordings ?? [];
  const found = among.find((one) => one.name === wanted);
  if (!found) throw new Error(`There is no recording ${wanted} in envelope${suffix}.`);
  const called = parameterOf(recording, 'wsfunction') ?? '';
  return { ...found.response, body: found.response.body.replace(UNKNOWN_FUNCTION, () => called) };
}

type Change = (recording: Recording) => Recording;

const CHANGES: Readonly<Record<'the token as a parameter' | 'one empty role', Change>> = {
  'the token as a parameter': (recording) => {
    const { Authorization: bearer = '', ...headers } = recording.request.headers;
    return withFields({ ...recording, request: { ...recording.request, headers } }, (fields) => ({
      ...fields,
      wstoken: String(bearer).replace(/^bearer /i, ''),
    }));
  },
  'one empty role': (recording) =>
    withFields(recording, ({ discord_roles: _, ...fields }) => ({ ...fields, 'discord_roles[0]': '' })),
};

function withFields(
  recording: Recording,
  change: (fields: Readonly<Record<string, string>>) => Record<string, string>,
): Recording {
  const form = change(Object.fromEntries(fieldsOf(recording)));
  return { ...recording, request: { ...recording.request, form, body: null } };
}
