import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KNOWN_ERRORS, KNOWN_LOGIN_ERRORS } from './known-errors.js';

const ROOT = resolve(__dirname, '../../../../../..');
const SOURCES = ['libs/moodle-rest/src', 'apps/api/src/modules/webservice'];

/** The text of what is meant in these folders, tests and documentation left out. */
function sourceText(isMeant: (path: string) => boolean): string {
  const text = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('reference/'))
      .filter(isMeant)
      .map((path) => readFileSync(join(ROOT, folder, path), 'utf8')),
  ).join('\n');
  return withoutNames(text);
}

/** The same with each code in place of the constant that it was given. */
function withoutNames(text: string): string {
  const codes = new Map(
    [...text.matchAll(/export const ([A-Z_]+) = '([a-z]+)'/g)].map(([, name, code]) => [name, code]),
  );
  return text.replace(/\b[A-Z_]+\b/g, (name) => (codes.has(name) ? `'${codes.get(name) ?? ''}'` : name));
}

/** Error codes that stand in this text: plainly, as a field, or behind the name of the PHP class. */
const MADE =
  /(?:\b(?:moodleException|LoginTokenException)\(\s*|errorcode: |exception[`'],\s*|Error[`'],\s*)'([a-z]+)'/g;

function codesIn(text: string): string[] {
  return [...new Set([...text.matchAll(MADE)].map(([, code]) => code ?? ''))].sort();
}

const LOGIN_SOURCES =
  /(?:^|\/)(?:login-token\/[^/]+|failures|server\/(?:token-server|login-reply|login-token\.exception))\.ts$/;

/** What answers a request for a token, with those exceptions of other files that it makes. */
function loginText(): string {
  const login = sourceText((path) => LOGIN_SOURCES.test(path));
  const exceptions = sourceText((path) => path === 'moodle-exception.ts').split(/^export (?=function|class)/m);
  const used = exceptions.filter((exception) => {
    const name = /^(?:function|class) (\w+)/.exec(exception)?.[1];
    // The generic ones are given their codes where they are used.
    return name !== undefined && !GENERIC.includes(name) && new RegExp(`\\b${name}\\(`).test(login);
  });
  return [login, ...used].join('\n');
}

const GENERIC = ['MoodleException', 'moodleException'];

/** Of these callers see an empty answer only; the code is for the log. */
const FOR_THE_LOG = ['enablewsdescription'];

const codes = (errors: typeof KNOWN_ERRORS) => errors.map(({ errorcode }) => errorcode);

describe('The documented errors', () => {
  test('are all that the sources can answer to a call', () => {
    const made = codesIn(sourceText((path) => !path.endsWith('login-token.exception.ts')));
    expect(made).toEqual(expect.arrayContaining(['invalidtoken', 'invalidparameter', 'toomanycalls', 'nopermissions']));
    const told = made.filter((code) => !FOR_THE_LOG.includes(code));
    expect(told.filter((code) => !codes(KNOWN_ERRORS).includes(code))).toEqual([]);
  });

  test('are all that the sources can answer to who asks for a token', () => {
    expect(codes(KNOWN_LOGIN_ERRORS).sort()).toEqual(codesIn(loginText()));
  });

  test('are told once each', () => {
    for (const errors of [KNOWN_ERRORS, KNOWN_LOGIN_ERRORS]) {
      expect(new Set(codes(errors)).size).toBe(errors.length);
    }
  });
});
