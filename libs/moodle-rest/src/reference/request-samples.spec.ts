import { execFileSync } from 'node:child_process';
import { createContext, runInContext } from 'node:vm';
import { declared } from '../../test/declared-functions.js';
import { validateParameters } from '../description/validate-parameters.js';
import { PhpArray } from '../php/php-array.js';
import { readUrlencoded } from '../php/urlencoded.js';
import { VariableBudget } from '../php/variable-budget.js';
import { exampleOf } from './example.js';
import { formPairs } from './form-pairs.js';
import { requestSamples } from './request-samples.js';

const ADDRESS = 'https://site.example/webservice/rest/server.php';
const samplesOf = (function_: (typeof declared)['users' | 'enrol']) =>
  requestSamples({
    address: ADDRESS,
    token: 'YOUR_TOKEN',
    functionName: function_.name,
    parameters: exampleOf(function_)?.parameters ?? [],
  });

/** What a server reads of this form, without what routes the call. */
const received = (form: string): PhpArray => {
  const variables = new PhpArray();
  readUrlencoded(form, variables, new VariableBudget(100));
  expect(variables.get('wstoken')).toBe('YOUR_TOKEN');
  expect(variables.get('moodlewsrestformat')).toBe('json');
  for (const name of ['wstoken', 'wsfunction', 'moodlewsrestformat']) variables.delete(name);
  return variables;
};

describe('Samples of a call', () => {
  test('in the shell are what a reader copies', () => {
    expect(samplesOf(declared.enrol).curl).toBe(
      [
        `curl -X POST "${ADDRESS}"`,
        '  -d "wstoken=YOUR_TOKEN"',
        '  -d "wsfunction=enrol_manual_enrol_users"',
        '  -d "moodlewsrestformat=json"',
        '  -d "enrolments[0][roleid]=5"',
        '  -d "enrolments[0][userid]=7"',
        '  --data-urlencode "enrolments[0][options][0]=1,2"',
      ].join(' \\\n'),
    );
  });

  test('in the shell keep each value as it is, whatever it holds', () => {
    const { curl } = samplesOf(declared.users);
    // `printf` in place of curl prints the words that the shell made of the command.
    const words = execFileSync('sh', ['-c', curl.replace('curl', "printf '%s\\n'")], { encoding: 'utf8' }).split('\n');
    expect(words).toContain('values[0]=a b@example.com');
    expect(words).toContain('values[1]="x"$y');
  });

  test('in JavaScript send the example so that the function accepts it, and tell an exception', async () => {
    const sent: string[] = [];
    const printed: unknown[] = [];
    const run = async (answer: unknown) => {
      const context = createContext({
        URLSearchParams,
        Error,
        console: { log: (value: unknown) => printed.push(value) },
        fetch: async (address: string, { body }: { body: URLSearchParams }) => {
          expect(address).toBe(ADDRESS);
          sent.push(body.toString());
          return Promise.resolve({ json: () => Promise.resolve(answer) });
        },
      });
      await (runInContext(`(async () => {${samplesOf(declared.users).javascript}})`, context) as () => Promise<void>)();
    };
    await run(null);
    expect(printed).toEqual([null]);
    expect(validateParameters(declared.users.parameters, received(sent[0] ?? ''))).toEqual({
      field: 'email',
      values: ['a b@example.com', '"x"$y'],
      exact: false,
      hints: [],
    });
    await expect(run({ exception: 'x', errorcode: 'invalidtoken', message: 'no' })).rejects.toThrow('invalidtoken: no');
  });

  test('in Python are what a reader copies', () => {
    expect(samplesOf(declared.users).python).toBe(
      [
        'import requests',
        '',
        'response = requests.post(',
        `    "${ADDRESS}",`,
        '    data={',
        '        "wstoken": "YOUR_TOKEN",',
        '        "wsfunction": "core_user_get_users_by_field",',
        '        "moodlewsrestformat": "json",',
        '        "field": "email",',
        '        "values[0]": "a b@example.com",',
        '        "values[1]": "\\"x\\"$y",',
        '        "exact": "0",',
        '    },',
        '    timeout=30,',
        ')',
        'answer = response.json()',
        'if isinstance(answer, dict) and "exception" in answer:',
        "    raise RuntimeError(f\"{answer.get('errorcode')}: {answer['message']}\")",
        'print(answer)',
      ].join('\n'),
    );
  });

  test('leave out what is absent', () => {
    expect(formPairs({ a: undefined, b: [{ c: undefined, d: 1 }], e: [] })).toEqual([['b[0][d]', '1']]);
  });
});
