import { InvalidResponseException } from '../moodle-exception.js';
import { cleanReturnValue } from './clean-return-value.js';
import { list, notNull, optional, structure, value, withDefault, type Description } from './description.js';

/** What is wrong with the result, as Moodle words it for developers; null when nothing is. */
function faultOf(description: Description, result: unknown): string | null {
  try {
    cleanReturnValue(description, result);
    return null;
  } catch (error) {
    if (error instanceof Error && 'debuginfo' in error) return String(error.debuginfo);
    throw error;
  }
}

const wrong = (text: string, phpType: string, expected: string): string =>
  `Invalid external api response: the value is "${text}" of PHP type "${phpType}", the server was expecting "${expected}" type`;

describe('A result', () => {
  test('has what is declared, in its order, and nothing else', () => {
    const declared = structure({ b: value('int'), a: optional(value('text')), c: withDefault(value('int'), 7) });
    expect(JSON.stringify(cleanReturnValue(declared, { x: 1, b: '5' }))).toBe('{"b":5,"c":7}');
    expect(JSON.stringify(cleanReturnValue(declared, { a: null, b: 5, c: null }))).toBe('{"b":5,"a":null,"c":null}');
  });

  test('may lack a list or a structure that has a default', () => {
    const declared = structure({ a: withDefault(list(value('int')), [1]) });
    expect(cleanReturnValue(declared, {})).toEqual({});
  });

  test.each([
    ['bool', true, true],
    ['bool', '0', false],
    ['bool', 1, true],
    ['int', '12', 12],
    ['int', true, 1],
    ['float', 0.5, 0.5],
    ['raw', 5, '5'],
    ['raw', false, ''],
  ] as const)('of type %s takes %p as %p', (type, result, expected) => {
    expect(cleanReturnValue(value(type), result)).toBe(expected);
  });

  test.each<readonly [Description, unknown, string]>([
    [value('int'), 'x', wrong('x', 'string', 'int')],
    [value('int'), 5.5, wrong('5.5', 'double', 'int')],
    [value('int'), false, wrong('', 'boolean', 'int')],
    [value('bool'), 2, wrong('2', 'integer', 'bool')],
    [value('text'), '<b>', wrong('<b>', 'string', 'text')],
    [notNull(value('text')), null, wrong('', 'NULL', 'text')],
    [value('text'), [], 'Scalar type expected, array or object received.'],
    [structure({}), 5, "Only arrays/objects accepted. The bad value is: '5'"],
    [structure({}), null, "Only arrays/objects accepted. The bad value is: ''"],
    [list(value('int')), true, "Only arrays accepted. The bad value is: '1'"],
    [list(value('int')), { a: 1 }, "Only arrays accepted. The bad value is: 'Array'"],
    [structure({ a: value('int') }), {}, 'Error in response - Missing following required key in a single structure: a'],
    [
      structure({ a: list(structure({ b: value('int') })) }),
      { a: [{ b: 1 }, { b: 'x' }] },
      `a => Invalid response value detected: b => Invalid response value detected: ${wrong('x', 'string', 'int')}`,
    ],
  ])('that breaks its declaration is told in the words of Moodle %#', (description, result, detail) => {
    expect(faultOf(description, result)).toBe(detail);
  });

  test('that fails in another way fails as it is', () => {
    const failing = {
      get a(): number {
        throw new RangeError('beyond');
      },
    };
    expect(() => cleanReturnValue(structure({ a: value('int') }), failing)).toThrow(RangeError);
    expect(new InvalidResponseException('x').errorcode).toBe('invalidresponse');
  });
});
