import type { IncomingMessage, ServerResponse } from 'node:http';
import { TOO_SLOW_REPLY, type RestReply } from './rest-reply.js';
import { BodyReader, MAX_BODY_BYTES, type NoBody } from './body-reader.js';
import { bodyTooLargeReply } from './rest-server.js';
import type { RawRequest } from './rest-request.js';

/** How serving a request ended. When it was given up by its sender, nothing is answered. */
export type Serving = 'answered' | NoBody;

/** One for all addresses of the process, as they share its memory. */
const BODIES = new BodyReader();

/**
 * Serves one request of Node's own HTTP server, without any framework in between. `address` is the client's;
 * `tooLargeReply` is what a body over the limit is answered with. One that does not arrive in time is answered 408.
 */
export async function serve(
  handle: (request: RawRequest) => Promise<RestReply>,
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  tooLargeReply: (query: string, limitBytes: number) => RestReply = bodyTooLargeReply,
  bodies = BODIES,
): Promise<Serving> {
  const query = queryOf(request.url ?? '');
  const body = await bodies.read(request, address);
  if (body === 'given up') return body;
  if (body === 'too large' || body === 'too slow') {
    response.setHeader('Connection', 'close');
    send(request, response, body === 'too slow' ? TOO_SLOW_REPLY : tooLargeReply(query, MAX_BODY_BYTES));
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

function queryOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

function bearerOf(authorization: string | undefined): string | null {
  const match = /^Bearer +([!-~]+) *$/i.exec(authorization ?? '');
  return match?.[1] ?? null;
}
