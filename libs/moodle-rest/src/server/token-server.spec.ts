import { TooManyCallsException } from '../moodle-exception.js';
import { LoginTokenException } from './login-token.exception.js';
import type { RestReply } from './rest-reply.js';
import { TokenServer, type ServedLogin } from './token-server.js';

const logins: string[][] = [];
const served: ServedLogin[] = [];
let refusal: Error | null = null;
let wait = 0;

const server = new TokenServer({
  state: () => Promise.resolve({ open: true, debug: 'off' }),
  admit: ({ address }) => {
    expect(address).toBe('192.0.2.1');
    if (wait > 0) throw new TooManyCallsException(wait);
  },
  login: (username, password, service, { address }) => {
    logins.push([username, password, service, address]);
    return refusal === null ? Promise.resolve({ token: 't/1', privatetoken: 'p' }) : Promise.reject(refusal);
  },
  wwwroot: 'https://lms.example',
  onFailure: () => new LoginTokenException('servererror', 'Reference 42.'),
  onServed: (login) => served.push(login),
});

async function send(form: string, query = '', method = 'POST'): Promise<RestReply> {
  return server.handle({
    method,
    query,
    contentType: 'application/x-www-form-urlencoded',
    body: Buffer.from(form),
    bearer: null,
    address: '192.0.2.1',
  });
}

beforeEach(() => {
  logins.length = 0;
  served.length = 0;
  refusal = null;
  wait = 0;
});

describe('The server of login/token.php', () => {
  test('reads nothing of a request that the application does not admit', async () => {
    wait = 17;
    const reply = await send('a=1&'.repeat(5001));
    expect(reply).toMatchObject({ status: 429, headers: { 'Retry-After': '17' } });
    expect(JSON.parse(reply.body)).toMatchObject({ errorcode: 'toomanycalls' });
    expect(served).toMatchObject([{ username: null, errorcode: 'toomanycalls' }]);
  });

  test('cleans what was sent as Moodle does', async () => {
    const reply = await send('username=%20AD%20min!%0b&password=%20p%00w%ff%20&service=my%20_s-1.');
    expect(logins).toEqual([['admin', ' pw ', 'my_s-1', '192.0.2.1']]);
    expect(reply.body).toBe('{"token":"t\\/1","privatetoken":"p"}');
  });

  test('takes what the form lacks from the query, by any method', async () => {
    await send('username=a', 'username=b&password=c&service=d');
    await send('', 'username=b&password=c&service=d', 'PUT');
    expect(logins.map(([username]) => username)).toEqual(['a', 'b']);
  });

  test.each([
    ['', 'missingparam', '(username)'],
    ['service=x', 'missingparam', '(username)'],
    ['username=x&service=x', 'missingparam', '(password)'],
    ['username=x&password=x', 'missingparam', '(service)'],
    ['username[]=x', 'codingerror', 'clean() can not process arrays'],
    ['username=x&password[a]=x', 'codingerror', 'clean() can not process arrays'],
    ['appsitecheck[]=1', 'codingerror', 'clean() can not process arrays'],
    ['x&'.repeat(5001), 'toomanyvariables', 'nothing of it was done'],
  ])('refuses %.40j without asking anybody: %s', async (form, errorcode, words) => {
    const answer = JSON.parse((await send(form)).body) as { error: string; errorcode: string };
    expect(answer.errorcode).toBe(errorcode);
    expect(answer.error).toContain(words);
    expect(logins).toEqual([]);
  });

  test.each([
    ['1', true],
    [' 5abc', true],
    ['-1', true],
    ['0.5', false],
    ['abc', false],
    ['', false],
  ])('whether the site answers is asked with %j: %j', async (value, isAsked) => {
    expect((await send(`appsitecheck=${value}`)).body === '{"appsitecheck":"ok"}').toBe(isAsked);
  });

  test('says how long to wait', async () => {
    refusal = new TooManyCallsException(30);
    const reply = await send('username=a&password=b&service=c');
    expect(reply).toMatchObject({ status: 429, headers: { 'Retry-After': '30' } });
    expect(JSON.parse(reply.body)).toMatchObject({ errorcode: 'toomanycalls', debuginfo: null });
  });

  test('hides what went wrong inside, and tells what it served', async () => {
    refusal = new Error('password is hunter2');
    expect((await send('username=a&password=b&service=c')).body).toContain('Reference 42.');
    expect(served).toMatchObject([{ username: 'a', service: 'c', errorcode: 'servererror', address: '192.0.2.1' }]);
    expect(JSON.stringify(served)).not.toContain('"b"');
  });
});
