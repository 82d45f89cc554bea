/** What a handler answers; nothing is written to the socket before the whole answer is known. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection breaks in the middle of the body. */
  readonly breaksOff?: boolean;
}

/** An answer that ends the handling of a request early: an error in the shape that its route speaks. */
export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(`Refused with status ${reply.status}.`);
    this.name = 'Refusal';
  }
}

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function emptyReply(status = 204): Reply {
  return { status, headers: {}, body: '' };
}

export function redirectReply(location: string, status = 302): Reply {
  return { status, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

export function withHeaders(reply: Reply, headers: Record<string, string>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
