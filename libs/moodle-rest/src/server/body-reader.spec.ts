import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { until } from '@pulsetech/testing';
import { BodyReader } from './body-reader.js';
import { serve, type Serving } from './node-adapter.js';
import { bodyTooLargeReply } from './rest-server.js';

const LONG_MS = 600_000;
/** What one body costs at least. */
const BODY = 16 * 1024;

describe('Bodies that arrive slowly', () => {
  let server: Server;
  let sockets: Socket[];
  let servings: Serving[];
  let begun: number;

  beforeEach(() => {
    sockets = [];
    servings = [];
    begun = 0;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const listen = async (bodies: BodyReader): Promise<void> => {
    // What the test before left behind goes into its own list.
    const ended = servings;
    server = createServer((request, response) => {
      begun += 1;
      const address = String(request.headers['x-address'] ?? '192.0.2.1');
      void serve(
        ({ body }) => Promise.resolve({ status: 200, headers: {}, body: body.toString() }),
        request,
        response,
        address,
        bodyTooLargeReply,
        bodies,
      ).then((serving) => ended.push(serving));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  };
  /** Sends a head and the beginning of a body of 8 bytes; what was answered stands in `answer.text`. */
  const begin = async (address = '192.0.2.1'): Promise<{ socket: Socket; answer: { text: string } }> => {
    const before = begun;
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    const answer = { text: '' };
    socket.on('data', (chunk) => (answer.text += chunk.toString()));
    await once(socket, 'connect');
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nX-Address: ${address}\r\nContent-Length: 8\r\n\r\nhalf`);
    await until('the head of the request is there', () => begun > before);
    return { socket, answer };
  };

  test('are read whole when they come in pieces within their time', async () => {
    await listen(new BodyReader(LONG_MS));
    const { socket, answer } = await begin();
    socket.write('-and');
    await until('the request is answered', () => answer.text.endsWith('half-and'));
    expect(servings).toEqual(['answered']);
  });

  test('are answered 408 after their time, and the connection is closed', async () => {
    await listen(new BodyReader(20));
    const { socket, answer } = await begin();
    await until('the connection is closed', () => socket.destroyed);
    expect(answer.text).toMatch(/^HTTP\/1\.1 408 [^]*Connection: close[^]*Send it again\.\n$/);
    expect(servings).toEqual(['too slow']);
  });

  test('make room for newer ones of the same address, the oldest first', async () => {
    await listen(new BodyReader(LONG_MS, { inAll: 10 * BODY, perAddress: 3 * BODY }));
    const [first, second] = [await begin(), await begin()];
    const other = await begin('198.51.100.1');
    const third = await begin();
    await until('the first is stopped', () => first.socket.destroyed);
    expect(first.answer.text).toContain('408');
    for (const { socket, answer } of [second, other, third]) {
      socket.write('-and');
      await until('it is answered', () => answer.text.endsWith('half-and'));
    }
    expect(servings).toEqual(['too slow', 'answered', 'answered', 'answered']);
  });

  test('make room for newer ones of other addresses when there is none in all', async () => {
    await listen(new BodyReader(LONG_MS, { inAll: 3 * BODY, perAddress: 3 * BODY }));
    const first = await begin('198.51.100.1');
    await begin('198.51.100.2');
    const honest = await begin('198.51.100.3');
    await until('the first is stopped', () => first.socket.destroyed);
    honest.socket.write('-and');
    await until('it is answered', () => honest.answer.text.endsWith('half-and'));
  });

  test('take no room after they ended, in whatever way', async () => {
    await listen(new BodyReader(LONG_MS, { inAll: 3 * BODY, perAddress: 3 * BODY }));
    const kept = await begin();
    for (let i = 1; i <= 5; i++) {
      const { socket } = await begin();
      if (i % 2 === 0) socket.write('-and');
      else socket.destroy();
      await until('it is done with', () => servings.length === i);
    }
    expect(servings).toEqual(['given up', 'answered', 'given up', 'answered', 'given up']);
    kept.socket.write('-and');
    await until('it is answered', () => kept.answer.text.endsWith('half-and'));
  });

  test('count by their pieces as well, so that pieces of one byte are not free', async () => {
    await listen(new BodyReader(LONG_MS, { inAll: 8 * BODY, perAddress: 4 * BODY }));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write('1\r\na\r\n'.repeat(1000));
    await until('it is stopped', () => servings.length === 1);
    expect(servings).toEqual(['too slow']);
  });
});
