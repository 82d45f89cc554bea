import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestReply } from './rest-reply.js';
import { bodyTooLargeReply } from './rest-server.js';
import type { RawRequest } from './rest-request.js';

/** Largest body that is read, in bytes. The largest call that makes sense has some thousand short variables. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** How serving a request ended. When it was given up by its sender, nothing is answered. */
export type Serving = 'answered' | 'too large' | 'given up';

/**
 * Serves one request of Node's own HTTP server, without any framework in between. `address` is the client's;
 * `tooLargeReply` is what a body over the limit is answered with.
 */
export async function serve(
  handle: (request: RawRequest) => Promise<RestReply>,
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  tooLargeReply: (query: string, limitBytes: number) => RestReply = bodyTooLargeReply,
): Promise<Serving> {
  const query = queryOf(request.url ?? '');
  const body = await readBody(request);
  if (body === 'given up') return body;
  if (body === 'too large') {
    response.setHeader('Connection', 'close');
    send(request, response, tooLargeReply(query, MAX_BODY_BYTES));
    return body;
  }
  const { method = 'GET', headers } = request;
  const contentType = headers['content-type'] ?? '';
  const bearer = bearerOf(headers.authorization);
  send(request, response, await handle({ method, query, contentType, body, bearer, address }));
  return 'answered';
}

function send(request: IncomingMessage, response: ServerResponse, reply: RestReply): void {
  // A string rather than bytes: Node then sends head and body in one write.
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': Buffer.byteLength(reply.body) });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

/** The body; what is too much of it is not kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | Exclude<Serving, 'answered'>> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return 'too large';
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The connection is still needed for the answer when reading stops early.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return 'too large';
      chunks.push(chunk);
    }
  } catch (error) {
    if (request.complete) throw error;
    return 'given up';
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function queryOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

function bearerOf(authorization: string | undefined): string | null {
  const match = /^Bearer +([!-~]+) *$/i.exec(authorization ?? '');
  return match?.[1] ?? null;
}
