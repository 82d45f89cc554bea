import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { TooManyCallsException } from '../moodle-exception.js';
import { exceptionReply } from '../server/exception-reply.js';
import { loginErrorReply } from '../server/login-reply.js';
import { declared } from '../../test/declared-functions.js';
import { referenceOf } from './function-reference.js';
import { openApiOf } from './openapi.js';

const references = Object.values(declared).map((each) => referenceOf(each));
const document = openApiOf(references, {
  title: 'A site',
  version: '1.2.3',
  description: 'Its web service.',
  url: 'https://site.example',
  endpoint: '/webservice/rest/server.php',
  documentation: 'https://site.example/local/pulsetech_discord/webservice.php',
  login: { path: '/login/token.php', services: ['some_service'] },
});

const ajv = new Ajv2020({ strict: false, formats: { password: true } });
ajv.addSchema({ $id: 'document', ...document });

/** The validator of the schema at this place of the document. */
const validatorAt = (...place: readonly string[]): ValidateFunction => {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  return ajv.compile({ $ref: `document#/${pointer}` });
};
const at = (name: string): readonly string[] => ['paths', `/webservice/rest/server.php/${name}`, 'post'];
const FORM = ['requestBody', 'content', 'application/x-www-form-urlencoded', 'schema'];
const ANSWER = ['responses', '200', 'content', 'application/json', 'schema'];
const form = (name: string) => validatorAt(...at(name), ...FORM);
const answer = (name: string) => validatorAt(...at(name), ...ANSWER);
const routing = (wsfunction: string) => ({ wsfunction, moodlewsrestformat: 'json' });
const enrol = 'enrol_manual_enrol_users';
const users = 'core_user_get_users_by_field';

describe('The OpenAPI document', () => {
  test('has one operation for each function, and one for the token', () => {
    expect(Object.keys(document.paths)).toEqual([
      ...references.map(({ name }) => `/webservice/rest/server.php/${name}`),
      '/login/token.php',
    ]);
    const names = Object.values(document.paths).map(({ post }) => post['operationId']);
    expect(new Set(names).size).toBe(names.length);
  });

  test('accepts the examples of the declarations, in both directions', () => {
    for (const { name, example } of references) {
      if (example === null) continue;
      const content = operation(name).requestBody.content['application/x-www-form-urlencoded'];
      const validate = form(name);
      expect([name, validate(content.example), validate.errors]).toEqual([name, true, null]);
      expect([name, answer(name)(example.answer)]).toEqual([name, true]);
    }
  });

  test('spells lists as PHP reads them', () => {
    const content = operation(users).requestBody.content['application/x-www-form-urlencoded'];
    expect(content.encoding).toEqual({
      'values[]': { style: 'form', explode: true },
      'hints[]': { style: 'form', explode: true },
    });
    expect(content.schema.required).toEqual(['wsfunction', 'moodlewsrestformat', 'field', 'values[]']);
    expect(form(enrol)({ ...routing(enrol), 'enrolments[17][roleid]': 5 })).toBe(true);
    expect(form(enrol)({ ...routing(enrol), 'enrolments[x][roleid]': 5 })).toBe(false);
    expect(form(enrol)({ ...routing(enrol), 'enrolments[0][roleid]': 'student' })).toBe(false);
  });

  test('refuses another function’s name and parameters that are not declared', () => {
    expect(form('core_plain')(routing('core_plain'))).toBe(true);
    expect(form('core_plain')(routing(users))).toBe(false);
    expect(form('core_plain')({ ...routing('core_plain'), foo: '1' })).toBe(false);
    expect(form(users)({ ...routing(users), field: 'e-mail', 'values[]': ['1'] })).toBe(false);
  });

  test('takes an exception for an answer of every function, and nothing that is neither', () => {
    const exception = { exception: 'core\\exception\\moodle_exception', errorcode: 'invalidtoken', message: 'No' };
    for (const { name } of references) {
      expect([name, answer(name)(exception), answer(name)({ ...exception, debuginfo: 'x' })]).toEqual([
        name,
        true,
        true,
      ]);
      expect([name, answer(name)({ surprise: 1 })]).toEqual([name, false]);
    }
    expect(answer(enrol)(null)).toBe(true);
    expect(answer(users)([{ id: null, active: true, courses: [], nothingCertain: [] }])).toBe(false);
  });

  test('knows the answers to too many calls, each in the shape of its endpoint', () => {
    const refusal = new TooManyCallsException(7);
    const replies = [
      [at(users)[1], exceptionReply('json', refusal, 'off')],
      [at(users)[1], exceptionReply('xml', refusal, 'off')],
      ['/login/token.php', loginErrorReply(refusal, 'off', 'https://site.example')],
      ['/login/token.php', loginErrorReply(refusal, 'developer', 'https://site.example')],
    ] as const;
    for (const [path = '', { status, headers, body }] of replies) {
      const [type = ''] = (headers['Content-Type'] ?? '').split(';');
      const { $ref } = responsesOf(path)[String(status)] as { readonly $ref: string };
      const place = [...$ref.slice(2).split('/'), 'content', type, 'schema'];
      const validate = validatorAt(...place);
      const answer: unknown = type === 'application/json' ? JSON.parse(body) : body;
      expect([path, type, validate(answer), validate.errors]).toEqual([path, type, true, null]);
    }
    expect(validatorAt('components', 'schemas', 'MoodleException')(JSON.parse(replies[2][1].body))).toBe(false);
  });

  test('knows both ways to carry a token, none of them for making one', () => {
    expect(document.security).toEqual([{ wstoken: [] }, { bearer: [] }]);
    expect(document.paths['/login/token.php']?.post['security']).toEqual([]);
  });

  test('refers to nothing that it does not hold', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of refs) {
      const found = ref.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
      expect([ref, found]).toEqual([ref, expect.any(Object)]);
    }
  });
});

interface Operation {
  readonly requestBody: {
    readonly content: {
      readonly 'application/x-www-form-urlencoded': {
        readonly schema: { readonly required: readonly string[] };
        readonly example: Readonly<Record<string, unknown>>;
        readonly encoding: unknown;
      };
    };
  };
}

function responsesOf(path: string): Readonly<Record<string, unknown>> {
  return document.paths[path]?.post['responses'] as Readonly<Record<string, unknown>>;
}

function operation(name: string): Operation {
  return document.paths[`/webservice/rest/server.php/${name}`]?.post as unknown as Operation;
}
