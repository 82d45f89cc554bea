import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Response } from 'express';
import { sendStream } from './send-stream.js';

/** What becomes of an answer when the browser does this with it. */
async function answering(
  story: () => AsyncGenerator<string>,
  browse: (url: string) => Promise<unknown>,
): Promise<PromiseSettledResult<void>> {
  const ended = new Promise<PromiseSettledResult<void>>((done) => {
    const server = createServer((_, response: ServerResponse) => {
      const sent = sendStream(response as Response, { 'Content-Type': 'text/plain' }, Readable.from(story()));
      void Promise.allSettled([sent]).then(([result]) => {
        server.close();
        done(result);
      });
    }).listen(0, '127.0.0.1', () => {
      void browse(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).catch(() => undefined);
    });
  });
  return ended;
}

describe('an answer that is a stream', () => {
  it('tells what went wrong in the stream', async () => {
    const broken = async function* (): AsyncGenerator<string> {
      yield 'one';
      await Promise.resolve();
      throw new Error('The database is gone.');
    };
    const result = await answering(broken, async (url) => (await fetch(url)).text());
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'The database is gone.' } });
  });

  it('takes a browser that goes for no error', async () => {
    const endless = async function* (): AsyncGenerator<string> {
      for (;;) {
        yield 'on and on';
        await new Promise((next) => setImmediate(next));
      }
    };
    const leave = new AbortController();
    const result = await answering(endless, async (url) => {
      await fetch(url, { signal: leave.signal });
      leave.abort();
    });
    expect(result).toEqual({ status: 'fulfilled', value: undefined });
  });
});
