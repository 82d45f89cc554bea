import { settingIsArray } from '../moodle-exception.js';
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
}

export type RestFormat = 'json' | 'xml';

/** A call with what routes it taken apart from the function's own parameters. */
export interface RestCall {
  readonly format: RestFormat;
  readonly token: PhpValue | null;
  readonly functionName: PhpValue | null;
  readonly parameters: PhpArray;
}

const SETTINGS = ['raw', 'fileurl', 'filter', 'lang', 'timezone'].map((name) => `moodlewssetting${name}`);

/**
 * Query and form as PHP would merge them: the form wins, and it is read on POST only. Throws TooManyVariablesError
 * rather than leave some out.
 */
export function readVariables(request: RawRequest): PhpArray {
  const query = new PhpArray();
  readUrlencoded(request.query, query, new VariableBudget(MAX_VARIABLES));
  if (request.method !== 'POST' || request.body.length === 0) return PhpArray.merge(query);
  const form = new PhpArray();
  readForm(request, form, new VariableBudget(MAX_VARIABLES));
  return PhpArray.merge(query, form);
}

function readForm({ contentType, body }: RawRequest, form: PhpArray, budget: VariableBudget): void {
  const mediaType = (contentType.split(/[;, ]/, 1)[0] ?? '').trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') readUrlencoded(body.toString('latin1'), form, budget);
  if (mediaType === 'multipart/form-data') {
    const boundary = boundaryOf(contentType);
    if (boundary !== null) readMultipart(body, boundary, form, budget);
  }
}

/** Takes the routing variables and Moodle's settings out. Throws when a setting is an array, before the format is known. */
export function toCall(variables: PhpArray, bearer: string | null): RestCall {
  for (const setting of SETTINGS) {
    if (take(variables, setting) instanceof PhpArray) throw settingIsArray();
  }
  const format = take(variables, 'moodlewsrestformat') === 'json' ? 'json' : 'xml';
  const token = take(variables, 'wstoken') ?? bearer;
  const functionName = take(variables, 'wsfunction');
  return { format, token, functionName, parameters: variables };
}

function take(variables: PhpArray, name: string): PhpValue | null {
  const value = variables.get(name) ?? null;
  variables.delete(name);
  return value;
}
