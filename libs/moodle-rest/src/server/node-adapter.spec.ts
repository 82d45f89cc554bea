import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { halfARequest, until } from '@pulsetech/testing';
import { TooManyCallsException } from '../moodle-exception.js';
import { exceptionReply } from './exception-reply.js';
import { MAX_BODY_BYTES } from './body-reader.js';
import { serve, type Serving } from './node-adapter.js';
import { CLOSED_REPLY } from './rest-reply.js';
import type { RawRequest } from './rest-request.js';

let server: Server;
let address: string;
const received: RawRequest[] = [];
const servings: Serving[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void serve(
      (raw) => {
        received.push(raw);
        if (raw.query === 'closed') return Promise.resolve(CLOSED_REPLY);
        if (raw.query === 'busy') {
          return Promise.resolve(exceptionReply('json', new TooManyCallsException(7), 'off'));
        }
        return Promise.resolve({ status: 200, headers: { 'Content-Type': 'application/json' }, body: '"é"' });
      },
      request,
      response,
      '127.0.0.1',
    ).then((serving) => servings.push(serving));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webservice/rest/server.php`;
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
});

describe('The adapter of the HTTP server', () => {
  test('hands over method, query, body and bearer, and answers with the right length', async () => {
    const answer = await fetch(`${address}?a=1`, {
      method: 'POST',
      body: 'b=2',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Bearer abc' },
    });
    expect(answer.headers.get('content-length')).toBe('4');
    expect(await answer.text()).toBe('"é"');
    expect(received.pop()).toEqual({
      method: 'POST',
      query: 'a=1',
      contentType: 'application/x-www-form-urlencoded',
      body: Buffer.from('b=2'),
      bearer: 'abc',
      address: '127.0.0.1',
    });
  });

  test('answers 403 with nothing while the service is switched off', async () => {
    const answer = await fetch(`${address}?closed`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-length')).toBe('0');
    expect(await answer.text()).toBe('');
  });

  test('answers 429 with how long to wait', async () => {
    const answer = await fetch(`${address}?busy`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await answer.json()).toMatchObject({ errorcode: 'toomanycalls' });
  });

  test('answers HEAD without a body', async () => {
    const answer = await fetch(address, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  test('refuses a body that is too large, with words and in the format that was asked for', async () => {
    const answer = await fetch(`${address}?moodlewsrestformat=json`, {
      method: 'POST',
      body: 'x'.repeat(MAX_BODY_BYTES + 1),
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('requesttoolarge');
    expect(servings.pop()).toBe('too large');
  });

  test('refuses it also when its length was not told before', async () => {
    const body = new Blob(['x'.repeat(MAX_BODY_BYTES + 1)]).stream();
    const answer = await fetch(address, { method: 'POST', body, duplex: 'half' });
    expect(await answer.text()).toContain('requesttoolarge');
  });

  test('answers nothing to a request whose sender went away, and does not fail', async () => {
    const before = servings.length;
    const { port } = server.address() as AddressInfo;
    await halfARequest(port, '/webservice/rest/server.php');
    await until('the request is done with', () => servings.length > before);
    expect(servings.pop()).toBe('given up');
  });
});
