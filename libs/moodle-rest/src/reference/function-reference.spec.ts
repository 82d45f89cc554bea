import { declared } from '../../test/declared-functions.js';
import { defineFunction, structure, value } from '../index.js';
import { answerRows, parameterRows } from './field-rows.js';
import { referenceOf } from './function-reference.js';

const rowsOf = (rows: ReturnType<typeof parameterRows>) =>
  rows.map(({ path, type, presence, default: fallback }) => [path, type, presence, fallback].join(' · '));

describe('The reference of a declared function', () => {
  test('is plain data: what is read from JSON is the same', () => {
    const reference = referenceOf(declared.users);
    expect(JSON.parse(JSON.stringify(reference))).toEqual(reference);
  });

  test('names parameters as a request spells them', () => {
    expect(rowsOf(parameterRows(referenceOf(declared.users).parameters))).toEqual([
      'field · alpha · required · ',
      'values[0] · list of raw · required · ',
      'exact · bool · default · 1',
      'hints[0] · list of text · default · []',
    ]);
    expect(rowsOf(parameterRows(referenceOf(declared.enrol).parameters))).toEqual([
      'enrolments · list of structures · required · ',
      'enrolments[0][roleid] · int · required · ',
      'enrolments[0][userid] · int · required · ',
      'enrolments[0][options][0] · list of sequence · optional · ',
    ]);
    expect(rowsOf(parameterRows(referenceOf(declared.plain).parameters))).toEqual([
      'where · structure · optional · ',
      'where[context] · alphanumext · required · ',
    ]);
  });

  test('names the parts of an answer by their path, and says where null may come', () => {
    const { returns } = referenceOf(declared.users);
    expect(returns && rowsOf(answerRows(returns))).toEqual([
      ' · list of structures · required · ',
      '[].id · int · required · ',
      '[].email · raw or null · optional · ',
      '[].active · bool or null · required · ',
      '[].courses · list of structures · required · ',
      '[].courses[].id · int or null · required · ',
      '[].courses[].roles[] · list of text · required · ',
      '[].nothingCertain · structure · required · ',
      '[].nothingCertain.colour · text or null · optional · ',
    ]);
    expect(referenceOf(declared.enrol).returns).toBeNull();
  });

  test('takes the words of a list of values from the value where the list has none', () => {
    expect(parameterRows(referenceOf(declared.users).parameters)[1]?.text).toBe('A value to look for');
  });

  test('shows the example as it travels, in both formats', () => {
    const { example } = referenceOf(declared.users);
    expect(example?.parameters).toEqual([
      ['field', 'email'],
      ['values[0]', 'a b@example.com'],
      ['values[1]', '"x"$y'],
      ['exact', '0'],
    ]);
    expect(example?.json).toBe(
      '[{"id":5,"email":"\\u00e9\\/@example.com","active":true,"courses":[],"nothingCertain":[]}]',
    );
    expect(example?.xml).toContain('<KEY name="active"><VALUE>1</VALUE>');
    expect(example?.xml).toContain('<KEY name="colour"><VALUE null="null"/>');
    expect(referenceOf(declared.enrol).example).toMatchObject({ answer: null, json: 'null' });
    expect(referenceOf(declared.plain).example).toBeNull();
  });

  test('is not made of an example that the function itself would refuse', () => {
    const example = { parameters: { name: '<b>' }, answer: 'fine' };
    const refused = defineFunction({ ...of(), example });
    expect(() => referenceOf(refused)).toThrow(/Invalid parameter value detected/);
    const unanswered = defineFunction({ ...of(), example: { parameters: { name: 'fine' }, answer: '<b>' } });
    expect(() => referenceOf(unanswered)).toThrow(/Invalid response value detected/);
  });

  const of = () => ({
    name: 'core_x',
    description: '',
    parameters: structure({ name: value('text') }),
    returns: value('text'),
    capability: null,
    handler: () => 'x',
  });
});
