import { InvalidResponseException, InvalidValueException } from '../moodle-exception.js';
import {
  entriesOf,
  type AnyList,
  type Description,
  type StructureDescription,
  type ValueDescription,
} from './description.js';
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
    throw mismatch('', 'NULL', type);
  }
  if (typeof result === 'object') throw new InvalidResponseException('Scalar type expected, array or object received.');
  if (type === 'bool' ? typeof result === 'boolean' : type === 'int' && Number.isSafeInteger(result)) {
    return result as boolean | number;
  }
  const text = phpText(result);
  if (!isAcceptable(type, text)) throw mismatch(text, phpTypeOf(result), type);
  return toScalar(type, text);
}

function mismatch(text: string, phpType: string, expected: string): InvalidResponseException {
  return new InvalidResponseException(
    `Invalid external api response: the value is "${text}" of PHP type "${phpType}", the server was expecting "${expected}" type`,
  );
}

function phpText(scalar: unknown): string {
  if (typeof scalar === 'boolean') return scalar ? '1' : '';
  return scalar === null || scalar === undefined ? '' : String(scalar);
}

function phpTypeOf(scalar: unknown): string {
  if (typeof scalar === 'number') return Number.isInteger(scalar) ? 'integer' : 'double';
  return typeof scalar;
}

function cleanStructure({ keys }: StructureDescription, result: unknown): CleanStructure {
  if (!isRecord(result)) throw notAnArray('Only arrays/objects accepted', result);
  const clean: Record<string, CleanValue> = {};
  for (const [key, description] of entriesOf(keys)) {
    const item = result[key];
    if (item !== undefined) clean[key] = cleanWithin(key, description, item);
    else if (description.presence === 'required') {
      throw new InvalidResponseException(
        `Error in response - Missing following required key in a single structure: ${key}`,
      );
    } else if (description.presence === 'default' && description.kind === 'value') {
      clean[key] = cleanWithin(key, description, description.default);
    }
  }
  return clean;
}

function cleanWithin(key: string, description: Description, item: unknown): CleanValue {
  try {
    return cleanReturnValue(description, item);
  } catch (error) {
    throw error instanceof InvalidValueException ? error.within(key) : error;
  }
}

function cleanList({ content }: AnyList, result: unknown): CleanValue[] {
  if (!Array.isArray(result)) throw notAnArray('Only arrays accepted', result);
  return result.map((item: unknown) => cleanReturnValue(content, item));
}

function isRecord(result: unknown): result is Readonly<Record<string, unknown>> {
  return typeof result === 'object' && result !== null && !Array.isArray(result);
}

function notAnArray(accepted: string, result: unknown): InvalidResponseException {
  const shown = typeof result === 'object' && result !== null ? 'Array' : phpText(result);
  return new InvalidResponseException(`${accepted}. The bad value is: '${shown}'`);
}
