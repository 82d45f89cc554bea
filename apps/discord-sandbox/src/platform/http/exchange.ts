import type { IncomingMessage } from 'node:http';
import { jsonReply, Refusal } from './reply.js';

const mebibyte = 1024 * 1024;

/** One request as the handlers see it. */
export class Exchange {
  readonly method: string;
  /** Without `/api` and `/api/v10`, so that a route has one name whichever address it was called by. */
  readonly path: string;
  readonly query: URLSearchParams;
  params: Readonly<Record<string, string>> = {};

  constructor(readonly request: IncomingMessage) {
    const address = request.url ?? '/';
    const mark = address.indexOf('?');
    const path = mark < 0 ? address : address.slice(0, mark);
    this.method = request.method ?? 'GET';
    this.path = path.replace(/^\/api(\/v\d+)?(?=\/)/, '');
    this.query = new URLSearchParams(mark < 0 ? '' : address.slice(mark + 1));
  }

  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route has no parameter named ${name}.`);
    return value;
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  cookie(name: string): string | undefined {
    const pairs = (this.header('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
    return pairs.find(([key]) => key === name)?.[1];
  }

  /** The body as text. Answers 413 once more than `limit` bytes have come. */
  async text(limit = mebibyte): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        throw new Refusal(
          jsonReply(413, { message: 'The request body is too large.', code: 40005 }, { connection: 'close' }),
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** The fields of a form; null if the body is of any other type. */
  async form(): Promise<URLSearchParams | null> {
    const type = (this.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    return type === 'application/x-www-form-urlencoded' ? new URLSearchParams(await this.text()) : null;
  }

  /** False if a page of another site made the browser send this request. */
  get isSameOrigin(): boolean {
    const origin = this.header('origin');
    return origin === undefined || (URL.canParse(origin) && new URL(origin).host === this.header('host'));
  }
}
