import { INVALID_RESPONSE_MESSAGE, InvalidResponseException } from '../moodle-exception.js';
import type { AnyList, Description, StructureDescription, ValueDescription } from './description.js';
import { isAcceptable, toScalar } from './scalar-types.js';

/** A result that holds exactly what is declared. */
export type CleanValue = null | string | number | boolean | readonly CleanValue[] | CleanStructure;
export interface CleanStructure {
  readonly [key: string]: CleanValue;
}

/**
 * Checks a function's result against its description as Moodle does: undeclared keys are left out, absent optional ones
 * stay absent, anything else that differs throws InvalidResponseException.
 */
export function cleanReturnValue(description: Description, result: unknown): CleanValue {
  switch (description.kind) {
    case 'value':
      return cleanScalar(description, result);
    case 'structure':
      return cleanStructure(description, result);
    case 'list':
      return cleanList(description, result);
  }
}

function cleanScalar({ type, nullAllowed }: ValueDescription, result: unknown): CleanValue {
  if (result === null || result === undefined) {
    if (nullAllowed) return null;
    throw new InvalidResponseException(mismatch('', type));
  }
  if (typeof result === 'object') throw new InvalidResponseException('Scalar type expected, array or object received.');
  const text = typeof result === 'boolean' ? (result ? '1' : '0') : String(result);
  if (!isAcceptable(type, text)) throw new InvalidResponseException(mismatch(text, type));
  return toScalar(type, text);
}

function mismatch(text: string, type: string): string {
  return `Invalid external api response: the value is "${text}", the server was expecting "${type}" type`;
}

function cleanStructure({ keys }: StructureDescription, result: unknown): CleanStructure {
  const given = expectRecord(result);
  const clean: Record<string, CleanValue> = {};
  for (const [key, description] of Object.entries(keys)) {
    const item = given[key];
    if (item !== undefined) clean[key] = within(key, () => cleanReturnValue(description, item));
    else if (description.presence === 'required') {
      throw new InvalidResponseException(
        `Error in response - Missing following required key in a single structure: ${key}`,
      );
    } else if (description.presence === 'default') {
      clean[key] = within(key, () => cleanReturnValue(description, description.default));
    }
  }
  return clean;
}

function cleanList({ content }: AnyList, result: unknown): CleanValue[] {
  if (!Array.isArray(result)) throw notAnArray(result);
  return result.map((item: unknown) => cleanReturnValue(content, item));
}

function expectRecord(result: unknown): Readonly<Record<string, unknown>> {
  if (typeof result === 'object' && result !== null && !Array.isArray(result)) {
    return result as Readonly<Record<string, unknown>>;
  }
  throw notAnArray(result);
}

function notAnArray(result: unknown): InvalidResponseException {
  return new InvalidResponseException(`Only arrays accepted. The bad value is: '${String(result)}'`);
}

function within<T>(key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidResponseException)) throw error;
    throw new InvalidResponseException(`${key} => ${INVALID_RESPONSE_MESSAGE}: ${error.detail}`);
  }
}
