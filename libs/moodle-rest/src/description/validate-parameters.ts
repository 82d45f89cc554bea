import { InvalidParameterException, InvalidValueException } from '../moodle-exception.js';
import { PhpArray, type PhpValue } from '../php/php-array.js';
import {
  entriesOf,
  type AnyList,
  type Description,
  type InputOf,
  type StructureDescription,
  type ValueDescription,
} from './description.js';
import { isAcceptable, toScalar } from './scalar-types.js';

/**
 * Checks what was sent against the description, in Moodle's order: declared keys one after the other, then keys that are
 * not declared. Throws InvalidParameterException for the first fault.
 */
export function validateParameters<D extends StructureDescription>(description: D, sent: PhpArray): InputOf<D> {
  return validateStructure(description, sent) as InputOf<D>;
}

function validate(description: Description, sent: PhpValue): unknown {
  switch (description.kind) {
    case 'value':
      return validateValue(description, sent);
    case 'structure':
      return validateStructure(description, sent);
    case 'list':
      return validateList(description, sent);
  }
}

function validateValue({ type }: ValueDescription, sent: PhpValue): unknown {
  if (sent instanceof PhpArray) {
    throw new InvalidParameterException('Scalar type expected, array or object received.');
  }
  if (!isAcceptable(type, sent)) {
    throw new InvalidParameterException(
      `Invalid external api parameter: the value is "${sent}", the server was expecting "${type}" type`,
    );
  }
  return toScalar(type, sent);
}

function validateStructure({ keys }: StructureDescription, sent: PhpValue): Record<string, unknown> {
  const given = expectArray(sent);
  const values: Record<string, unknown> = {};
  let known = 0;
  for (const [key, description] of entriesOf(keys)) {
    const item = given.get(key);
    if (item !== undefined) {
      known += 1;
      values[key] = validateWithin(key, description, item);
    } else if (description.presence === 'required') {
      throw new InvalidParameterException(`Missing required key in single structure: ${key}`);
    } else if (description.presence === 'default') values[key] = description.default;
  }
  if (given.size > known) {
    const unexpected = given.keys().filter((key) => !Object.hasOwn(keys, key));
    throw new InvalidParameterException(`Unexpected keys (${unexpected.join(', ')}) detected in parameter array.`);
  }
  return values;
}

function validateWithin(key: string, description: Description, sent: PhpValue): unknown {
  try {
    return validate(description, sent);
  } catch (error) {
    throw error instanceof InvalidValueException ? error.within(key) : error;
  }
}

function validateList({ content, emptyStringIsEmpty }: AnyList, sent: PhpValue): unknown[] {
  if (sent === '' && emptyStringIsEmpty) return [];
  return expectArray(sent)
    .values()
    .map((item) => validate(content, item));
}

function expectArray(sent: PhpValue): PhpArray {
  if (sent instanceof PhpArray) return sent;
  throw new InvalidParameterException(`Only arrays accepted. The bad value is: '${sent}'`);
}
