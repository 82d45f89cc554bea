import { list, notNull, optional, structure, value, withDefault } from '../description/description.js';
import { invalidToken, moodleException, type MoodleException } from '../moodle-exception.js';
import { defineFunction } from './function.js';
import { RestServer, type ServedCall } from './rest-server.js';

const failures: unknown[] = [];
const asked: string[] = [];
const served: ServedCall<string>[] = [];

const server = new RestServer<string>({
  functions: [
    defineFunction({
      name: 'echo_roles',
      description: '',
      parameters: structure({ roles: withDefault(list(value('text'), '', { emptyStringIsEmpty: true }), []) }),
      returns: list(value('text')),
      capability: null,
      handler: ({ roles }) => roles,
    }),
    defineFunction({
      name: 'replace_roles',
      description: '',
      parameters: structure({ roles: withDefault(list(value('text'), '', { emptyStringIsEmpty: true }), []) }),
      returns: list(value('text')),
      capability: null,
      needsWholeRequest: true,
      handler: ({ roles }) => roles,
    }),
    defineFunction({
      name: 'secret',
      description: '',
      parameters: structure({}),
      returns: null,
      capability: { name: 'x:manage', title: 'Manage X' },
      handler: () => null,
    }),
    defineFunction({
      name: 'wrong_result',
      description: '',
      parameters: structure({}),
      returns: structure({ outer: structure({ name: notNull(value('text')) }) }),
      capability: null,
      handler: () => ({ outer: { name: '<b>' } }),
    }),
    defineFunction({
      name: 'nothing_present',
      description: '',
      parameters: structure({}),
      returns: structure({ a: optional(value('text')), b: optional(list(value('int'))) }),
      capability: null,
      handler: () => ({}),
    }),
    defineFunction({
      name: 'fails',
      description: '',
      parameters: structure({}),
      returns: null,
      capability: null,
      handler: () => {
        throw new Error('password is hunter2');
      },
    }),
  ],
  authenticate: (token) => {
    asked.push(token);
    return token === 'good' ? Promise.resolve('caller') : Promise.reject(invalidToken());
  },
  state: () => Promise.resolve({ open: true, debug: 'off' }),
  mayCall: () => true,
  hasCapability: () => false,
  onServed: (call) => served.push(call),
  onFailure: (error): MoodleException => {
    failures.push(error);
    return moodleException('servererror', 'Reference 42.');
  },
});

async function call(form: string, bearer: string | null = null): Promise<string> {
  const reply = await server.handle({
    method: 'POST',
    query: '',
    contentType: 'application/x-www-form-urlencoded',
    body: Buffer.from(form),
    bearer,
    address: '127.0.0.1',
  });
  return reply.body;
}

const json = 'moodlewsrestformat=json&wstoken=good&wsfunction=';

describe('Where we are more lenient or more careful than Moodle', () => {
  test.each([
    ['absent', '', '[]'],
    ['the empty string', '&roles=', '[]'],
    ['one empty element', '&roles[]=', '[""]'],
    ['filled', '&roles[5]=b&roles[x]=a', '["b","a"]'],
  ])('a list that is %s is read', async (_, parameters, expected) => {
    expect(await call(`${json}echo_roles${parameters}`)).toBe(expected);
  });

  test('the token may come as bearer; the parameter wins', async () => {
    expect(await call('moodlewsrestformat=json&wsfunction=echo_roles', 'good')).toBe('[]');
    expect(await call('moodlewsrestformat=json&wsfunction=echo_roles&wstoken=bad', 'good')).toContain('invalidtoken');
  });

  test('more than 5000 variables are refused with words', async () => {
    const answer = await call(`${json}echo_roles${'&roles[]=1'.repeat(5000)}`);
    expect(answer).toContain('toomanyvariables');
    expect(answer).toContain('nothing of it was done');
    expect(answer).toMatch(/^\{/);
  });
});

describe('A function to which the absence of a parameter means something', () => {
  const urlencoded = 'application/x-www-form-urlencoded';
  const multipart = 'multipart/form-data; boundary=B';
  const field = (name: string, text: string): string =>
    `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
  const file = `--B\r\nContent-Disposition: form-data; name="roles"; filename="r.txt"\r\n\r\n1\r\n--B--\r\n`;
  const send = async (name: string, method: string, query: string, type: string, body: string): Promise<string> =>
    (
      await server.handle({
        method,
        query: `${json}${name}${query}`,
        contentType: type,
        body: Buffer.from(body),
        bearer: null,
        address: '127.0.0.1',
      })
    ).body;

  test.each([
    ['a JSON body', 'POST', '', 'application/json', '{"roles":["1"]}'],
    ['a body of plain text', 'POST', '', 'text/plain', 'roles[]=1'],
    ['a body of no type', 'POST', '', '', 'roles[]=1'],
    ['a form with another method', 'PUT', '', urlencoded, 'roles[]=1'],
    ['a multipart body without its boundary', 'POST', '', 'multipart/form-data', `${field('roles[]', '1')}--B--`],
    ['a multipart body without its end', 'POST', '', multipart, field('roles[]', '1')],
    ['a file', 'POST', '', multipart, file],
    ['a part without a name', 'POST', '', multipart, '--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--'],
    ['a variable that is nested too deep', 'POST', '', urlencoded, `roles${'[x]'.repeat(65)}=1`],
    ['a nesting too deep in the query', 'GET', `&roles${'[x]'.repeat(65)}=1`, '', ''],
    ['a variable whose name cannot be read', 'POST', '', urlencoded, '["1"]'],
    ['a list that another value replaces', 'POST', '', urlencoded, 'roles[]=1&roles='],
    ['a list in the query that the form replaces', 'POST', '&roles[]=1', urlencoded, 'roles='],
    ['two values in one place', 'POST', '', urlencoded, 'roles[0]=1&roles[0]=2'],
    ['an index beyond the last', 'POST', '', urlencoded, 'roles[9223372036854775807]=1&roles[]=2'],
  ])('is not called with %s; others are', async (_, method, query, type, body) => {
    const refusal = await send('replace_roles', method, query, type, body);
    expect(refusal).toContain('"errorcode":"invalidparameter"');
    expect(refusal).toContain('application\\/x-www-form-urlencoded');
    expect(await send('echo_roles', method, query, type, body)).not.toContain('could not be read');
  });

  test.each([
    ['absent', 'POST', '', urlencoded, '', '[]'],
    ['absent in a GET request', 'GET', '', '', '', '[]'],
    ['absent in a form', 'POST', '', `${urlencoded}; charset=utf-8`, 'wstoken=good&=&&', '[]'],
    ['empty', 'POST', '', urlencoded, 'roles=', '[]'],
    ['empty and then filled, as forms of some frameworks are', 'POST', '', urlencoded, 'roles=&roles[]=1', '["1"]'],
    ['in the query of a POST request', 'POST', '&roles[]=1', '', '', '["1"]'],
    ['in a multipart form', 'POST', '', multipart, `${field('roles[]', '1')}--B--\r\n`, '["1"]'],
  ])('is called with a list that is %s', async (_, method, query, type, body, expected) => {
    expect(await send('replace_roles', method, query, type, body)).toBe(expected);
  });
});

describe('Tokens and function names that nobody has', () => {
  const spaces = ' '.repeat(200_000);

  test('may end in spaces, as for Moodle', async () => {
    expect(await call('moodlewsrestformat=json&wstoken=good  &wsfunction=Echo_Roles  ')).toBe('[]');
  });

  test('a token in capital letters is another token, unlike for Moodle', async () => {
    expect(await call('moodlewsrestformat=json&wstoken=GOOD&wsfunction=echo_roles')).toContain('invalidtoken');
  });

  test.each([
    ['all spaces', spaces],
    ['spaces with an end', `good${spaces}x`],
    ['far too long', 'x'.repeat(257)],
    ['a known one with more than 256 characters', `good${' '.repeat(253)}`],
  ])('a token that is %s is unknown, without asking who has it', async (_, token) => {
    asked.length = 0;
    expect(await call(`moodlewsrestformat=json&wsfunction=echo_roles&wstoken=${token}`)).toContain('invalidtoken');
    expect(await call('moodlewsrestformat=json&wsfunction=echo_roles', token)).toContain('invalidtoken');
    expect(asked.filter((given) => given !== '')).toEqual([]);
  });

  test.each([
    ['spaces with an end', `echo_roles${spaces}x`],
    ['more than 256 characters', `echo_roles${' '.repeat(247)}`],
  ])('a function name of %s is unknown', async (_, name) => {
    expect(await call(`${json}${name}`)).toContain('invalidrecord');
  });
});

describe('The server', () => {
  test('names the capability that is missing, after the parameters were checked', async () => {
    expect(await call(`${json}secret`)).toBe(
      '{"exception":"core\\\\exception\\\\required_capability_exception","errorcode":"nopermissions","message":"Sorry, but you do not currently have permissions to do that (Manage X)."}',
    );
    expect(await call(`${json}secret&x=1`)).toContain('invalidparameter');
  });

  test('does not send a result that breaks its own declaration', async () => {
    expect(await call(`${json}wrong_result`)).toBe(
      '{"exception":"core\\\\exception\\\\invalid_response_exception","errorcode":"invalidresponse","message":"Invalid response value detected"}',
    );
  });

  test('writes a structure with nothing in it as PHP does', async () => {
    expect(await call(`${json}nothing_present`)).toBe('[]');
    expect(await call('wstoken=good&wsfunction=nothing_present')).toContain(
      '<KEY name="a"><VALUE null="null"/>\n</KEY>\n<KEY name="b"><MULTIPLE>\n</MULTIPLE>\n</KEY>',
    );
  });

  test.each([
    [`${json}ECHO_roles`, { functionName: 'echo_roles', caller: 'caller', exception: null }],
    [`${json}no_such`, { functionName: null, caller: 'caller', exception: { errorcode: 'invalidrecord' } }],
    ['wsfunction=secret', { functionName: 'secret', caller: null, exception: { errorcode: 'invalidtoken' } }],
    [`${json}secret`, { functionName: 'secret', caller: 'caller', exception: { errorcode: 'nopermissions' } }],
    [`${json}fails`, { functionName: 'fails', caller: 'caller', exception: { errorcode: 'servererror' } }],
    [`${'x&'.repeat(5001)}`, { functionName: null, caller: null, exception: { errorcode: 'toomanyvariables' } }],
  ])('tells once what it served: %.40s', async (form, expected) => {
    served.length = 0;
    await call(form);
    expect(served).toHaveLength(1);
    expect(served[0]).toMatchObject(expected);
    expect(served[0]?.milliseconds).toBeGreaterThanOrEqual(0);
  });

  test('hides what went wrong inside and hands it to the application', async () => {
    expect(await call(`${json}fails`)).toContain('Reference 42.');
    expect(failures.slice(-1)).toEqual([new Error('password is hunter2')]);
  });
});
