import { once } from 'node:events';
import { request as send, type ClientRequest } from 'node:http';
import type { HttpRequest } from './full-request.js';

export interface HttpAnswer {
  readonly status: number;
  /** Names in small letters. Of a header that came twice the last, as in the recordings. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** So much is sent before the server is given a moment to refuse the rest. */
const LARGE = 100_000;
const MOMENT_MS = 500;

/** Sends a request as it stands, without the additions and repairs of an HTTP library. */
export function exchange(siteUrl: string, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const { hostname, port, host } = new URL(siteUrl);
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const length = bytes.length > 0 || method === 'POST' ? { 'Content-Length': String(bytes.length) } : {};
  return new Promise((resolve, reject) => {
    const outgoing = send(
      { hostname, port, family: 4, method, path, headers: { Host: host, ...headers, ...length }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: lastOfEach(incoming.rawHeaders),
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    void sendBody(outgoing, bytes);
  });
}

/** A server may refuse a large body when it knows its length, and close: whoever sends on regardless loses the answer. */
async function sendBody(outgoing: ClientRequest, bytes: Buffer): Promise<void> {
  if (bytes.length <= LARGE) {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, LARGE));
  const answered = once(outgoing, 'response', { signal: AbortSignal.timeout(MOMENT_MS) });
  const refused = await answered.then(
    () => true,
    () => false,
  );
  if (!refused) outgoing.end(bytes.subarray(LARGE));
}

function lastOfEach(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) headers[(raw[at] ?? '').toLowerCase()] = raw[at + 1] ?? '';
  return headers;
}
