import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Response } from 'express';
import { sendStream } from './send-stream.js';

interface Outcome {
  readonly sent: PromiseSettledResult<void>;
  readonly browsed: PromiseSettledResult<unknown>;
}

/** What becomes of an answer, and of the browser, when the browser does this with it. */
async function answering(
  story: () => AsyncGenerator<string>,
  browse: (url: string) => Promise<unknown>,
): Promise<Outcome> {
  const server = createServer();
  const ended = new Promise<PromiseSettledResult<void>>((done) => {
    server.on('request', (_, response: ServerResponse) => {
      const sent = sendStream(response as Response, { 'Content-Type': 'text/plain' }, Readable.from(story()));
      void Promise.allSettled([sent]).then(([result]) => done(result));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const [browsed] = await Promise.allSettled([browse(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)]);
  const sent = await ended;
  server.close();
  server.closeAllConnections();
  return { sent, browsed };
}

describe('an answer that is a stream', () => {
  it('tells what went wrong in the stream', async () => {
    const broken = async function* (): AsyncGenerator<string> {
      yield 'one';
      await Promise.resolve();
      throw new Error('The database is gone.');
    };
    const { sent, browsed } = await answering(broken, async (url) => (await fetch(url)).text());
    expect(sent).toMatchObject({ status: 'rejected', reason: { message: 'The database is gone.' } });
    expect(browsed).toMatchObject({ status: 'rejected', reason: { message: 'terminated' } });
  });

  it('takes a browser that goes for no error', async () => {
    const endless = async function* (): AsyncGenerator<string> {
      for (;;) {
        yield 'on and on';
        await new Promise((next) => setImmediate(next));
      }
    };
    const leave = new AbortController();
    const { sent, browsed } = await answering(endless, async (url) => {
      await fetch(url, { signal: leave.signal });
      leave.abort();
    });
    expect(sent).toEqual({ status: 'fulfilled', value: undefined });
    expect(browsed.status).toBe('fulfilled');
  });
});
