import { structure } from '../description/description.js';
import { databaseDown, invalidToken, TooManyCallsException } from '../moodle-exception.js';
import { defineFunction } from './function.js';
import type { RestReply } from './rest-reply.js';
import { RestServer } from './rest-server.js';

describe('A call that the application does not admit', () => {
  let asked: (string | null)[];
  let lookedUp: string[];
  let wait: number;
  const server = new RestServer<string>({
    functions: [
      defineFunction({
        name: 'nothing',
        description: '',
        parameters: structure({}),
        returns: null,
        capability: null,
        handler: () => null,
      }),
    ],
    state: () => Promise.resolve({ open: true, debug: 'off' }),
    admit: (token, { address }) => {
      asked.push(token);
      expect(address).toBe('192.0.2.1');
      return wait === 0 ? Promise.resolve() : Promise.reject(new TooManyCallsException(wait));
    },
    authenticate: (token) => {
      lookedUp.push(token);
      return token === 'good' ? Promise.resolve('caller') : Promise.reject(invalidToken());
    },
    mayCall: () => true,
    hasCapability: () => true,
    onFailure: databaseDown,
  });
  const call = (query: string): Promise<RestReply> =>
    server.handle({
      method: 'GET',
      query,
      contentType: '',
      body: Buffer.alloc(0),
      bearer: null,
      address: '192.0.2.1',
    });

  beforeEach(() => {
    asked = [];
    lookedUp = [];
    wait = 0;
  });

  test('is told in its own format how long to wait, and its token is not looked up', async () => {
    wait = 17;
    const json = await call('wstoken=good&wsfunction=nothing&moodlewsrestformat=json');
    expect(json).toMatchObject({ status: 429, headers: { 'Retry-After': '17' } });
    expect(JSON.parse(json.body)).toMatchObject({ errorcode: 'toomanycalls' });
    const xml = await call('wstoken=good&wsfunction=nothing');
    expect(xml).toMatchObject({ status: 429, headers: { 'Retry-After': '17' } });
    expect(xml.body).toContain('<ERRORCODE>toomanycalls</ERRORCODE>');
    expect(lookedUp).toEqual([]);
  });

  test('is one of every call: with a good token, a bad one, or none', async () => {
    const tokens = ['wstoken=good ', 'wstoken=bad', '', 'wstoken[]=good', `wstoken=${'x'.repeat(300)}`];
    for (const token of tokens) await call(`${token}&wsfunction=nothing`);
    expect(asked).toEqual(['good', 'bad', null, null, null]);
    expect(lookedUp).toEqual(['good', 'bad']);
  });

  test('is one of those that cannot be read, too, and none is read before it was admitted', async () => {
    const tooMany = 'moodlewsrestformat=json&wstoken=good&' + 'a=1&'.repeat(5001);
    expect(JSON.parse((await call(tooMany)).body)).toMatchObject({ errorcode: 'toomanyvariables' });
    wait = 17;
    expect(JSON.parse((await call(tooMany)).body)).toMatchObject({ errorcode: 'toomanycalls' });
    expect(asked).toEqual(['good', 'good']);
  });
});
