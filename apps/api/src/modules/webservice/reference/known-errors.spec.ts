import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KNOWN_ERRORS, KNOWN_LOGIN_ERRORS } from './known-errors.js';

const ROOT = resolve(__dirname, '../../../../../..');
const SOURCES = ['libs/moodle-rest/src', 'apps/api/src/modules/webservice'];

/** The text of everything in these folders that is neither a test nor documentation. */
function sourceText(): string {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('reference/'))
      .map((path) => readFileSync(join(ROOT, folder, path), 'utf8')),
  ).join('\n');
}

/** Error codes that the sources give to an exception of this kind. */
function codesOf(made: RegExp): string[] {
  return [...new Set([...sourceText().matchAll(made)].map(([, code]) => code ?? ''))].sort();
}

/** Of these callers see an empty answer only; the code is for the log. */
const FOR_THE_LOG = ['enablewsdescription'];

const codes = (errors: typeof KNOWN_ERRORS) => errors.map(({ errorcode }) => errorcode);

describe('The documented errors', () => {
  test('are all that the sources can answer to a call', () => {
    // Plainly, as a field, or behind the name of the PHP class.
    const made = codesOf(/(?:\bmoodleException\(\s*|errorcode: |exception[`'],\s*|Error[`'],\s*)'([a-z]+)'/g);
    expect(made).toEqual(expect.arrayContaining(['invalidtoken', 'invalidparameter', 'toomanycalls', 'nopermissions']));
    const told = made.filter((code) => !FOR_THE_LOG.includes(code));
    expect(told.filter((code) => !codes(KNOWN_ERRORS).includes(code))).toEqual([]);
  });

  test('are all that the sources can answer to who asks for a token', () => {
    const made = codesOf(/LoginTokenException\(\s*'([a-z]+)'/g);
    expect(made).toContain('invalidlogin');
    expect(made.filter((code) => !codes(KNOWN_LOGIN_ERRORS).includes(code))).toEqual([]);
  });

  test('are told once each', () => {
    for (const errors of [KNOWN_ERRORS, KNOWN_LOGIN_ERRORS]) {
      expect(new Set(codes(errors)).size).toBe(errors.length);
    }
  });
});
