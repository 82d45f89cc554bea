import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestReply } from './rest-reply.js';
import { bodyTooLargeReply } from './rest-server.js';
import type { RawRequest } from './rest-request.js';

/** Largest body that is read, in bytes. The largest call that makes sense has some thousand short variables. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Serves one request of Node's own HTTP server, without any framework in between. */
export async function serve(
  handle: (request: RawRequest) => Promise<RestReply>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = queryOf(request.url ?? '');
  const body = await readBody(request);
  if (body === null) {
    response.setHeader('Connection', 'close');
    send(request, response, bodyTooLargeReply(query, MAX_BODY_BYTES));
    return;
  }
  const { method = 'GET', headers } = request;
  const contentType = headers['content-type'] ?? '';
  send(request, response, await handle({ method, query, contentType, body, bearer: bearerOf(headers.authorization) }));
}

function send(request: IncomingMessage, response: ServerResponse, reply: RestReply): void {
  // A string rather than bytes: Node then sends head and body in one write.
  response.writeHead(200, { ...reply.headers, 'Content-Length': Buffer.byteLength(reply.body) });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

/** The body, or null when it is too large; what follows then is not kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
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
