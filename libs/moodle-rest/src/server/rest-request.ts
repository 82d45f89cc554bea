import type { CallSettings } from './call-context.js';
import { isAcceptable } from '../description/scalar-types.js';
import { arrayForScalar } from '../moodle-exception.js';
import { boundaryOf, readMultipart } from '../php/multipart.js';
import { PhpArray, type PhpValue } from '../php/php-array.js';
import { readUrlencoded } from '../php/urlencoded.js';
import { VariableBudget } from '../php/variable-budget.js';

/** Most variables in the query and most in the body. Moodle demands that PHP allows at least so many. */
export const MAX_VARIABLES = 5000;

/** One HTTP request as it arrived. */
export interface RawRequest {
  readonly method: string;
  /** What follows the `?`, one byte in each character. */
  readonly query: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** The token of `Authorization: Bearer`, which Moodle itself does not read. */
  readonly bearer: string | null;
  /** Client address as the application resolved it. */
  readonly address: string;
}

export type RestFormat = 'json' | 'xml';

/** A call with what routes it taken apart from the function's own parameters. */
export interface RestCall {
  readonly format: RestFormat;
  readonly token: PhpValue | null;
  readonly functionName: PhpValue | null;
  readonly parameters: PhpArray;
  readonly settings: CallSettings;
  /** Whether everything that was sent is in here. */
  readonly isWhole: boolean;
}

/** The variables of a request, and whether they are all that it held: PHP leaves out what it cannot read. */
export interface RequestVariables {
  readonly query: PhpArray;
  readonly form: PhpArray;
  readonly isWhole: boolean;
}

/** Query and form as PHP reads them: the form on POST only. Throws TooManyVariablesError rather than leave some out. */
export function readVariables(request: RawRequest): RequestVariables {
  const query = new PhpArray();
  const isQueryWhole = readUrlencoded(request.query, query, new VariableBudget(MAX_VARIABLES));
  const form = new PhpArray();
  const isFormWhole = request.body.length === 0 || readForm(request, form, new VariableBudget(MAX_VARIABLES));
  const isListReplaced = form.keys().some((key) => query.get(key) instanceof PhpArray);
  return { query, form, isWhole: isQueryWhole && isFormWhole && !isListReplaced };
}

function readForm({ method, contentType, body }: RawRequest, form: PhpArray, budget: VariableBudget): boolean {
  if (method !== 'POST') return false;
  const mediaType = (contentType.split(/[;, ]/, 1)[0] ?? '').trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') return readUrlencoded(body.toString('latin1'), form, budget);
  const boundary = mediaType === 'multipart/form-data' ? boundaryOf(contentType) : null;
  return boundary !== null && readMultipart(body, boundary, form, budget);
}

/**
 * The form's variables over those of the query, with the routing variables and Moodle's settings taken out. Throws when a
 * setting is an array, before the format is known.
 */
export function toCall({ query, form, isWhole }: RequestVariables, bearer: string | null): RestCall {
  const variables = PhpArray.merge(query, form);
  const settings = takeSettings(variables);
  const format = take(variables, 'moodlewsrestformat') === 'json' ? 'json' : 'xml';
  const token = take(variables, 'wstoken') ?? bearer;
  const functionName = take(variables, 'wsfunction');
  return { format, token, functionName, parameters: variables, settings, isWhole };
}

function takeSettings(variables: PhpArray): CallSettings {
  const raw = takeFlag(variables, 'moodlewssettingraw', false);
  const fileurl = takeFlag(variables, 'moodlewssettingfileurl', true);
  const filter = takeFlag(variables, 'moodlewssettingfilter', false);
  const lang = (takeText(variables, 'moodlewssettinglang') ?? '').replace(/[^a-zA-Z0-9_-]/g, '');
  const zone = takeText(variables, 'moodlewssettingtimezone') ?? '';
  const timezone = isAcceptable('timezone', zone) ? zone : '';
  return { raw, fileurl, filter, lang, timezone };
}

const NO = new Set(['', '0', 'off', 'no', 'false']);

function takeFlag(variables: PhpArray, name: string, fallback: boolean): boolean {
  const sent = takeText(variables, name);
  return sent === null ? fallback : !NO.has(sent.toLowerCase());
}

function takeText(variables: PhpArray, name: string): string | null {
  const sent = take(variables, name);
  if (sent instanceof PhpArray) throw arrayForScalar();
  return sent;
}

function take(variables: PhpArray, name: string): PhpValue | null {
  const value = variables.get(name) ?? null;
  variables.delete(name);
  return value;
}
