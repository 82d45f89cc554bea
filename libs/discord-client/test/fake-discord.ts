import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** Path with its query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is, as HTML. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** The connection breaks instead of an answer. */
  readonly broken?: boolean;
}

/** A server that answers as told and remembers what it was asked. */
export class FakeDiscord {
  readonly seen: SeenRequest[] = [];
  answer: (request: SeenRequest) => Answer = () => ({ status: 404, body: { message: '404: Not Found', code: 0 } });
  private readonly server: Server;
  private readonly late = new Set<NodeJS.Timeout>();

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => this.respond({ ...seenOf(request), body }, request, response));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const timer of this.late) clearTimeout(timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private respond(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): void {
    this.seen.push(seen);
    const { status = 200, headers = {}, body = {}, delayMs = 0, broken = false } = this.answer(seen);
    if (broken) {
      request.socket.destroy();
      return;
    }
    const isPage = typeof body === 'string';
    const send = (): void => {
      response.writeHead(status, { 'content-type': isPage ? 'text/html' : 'application/json', ...headers });
      response.end(isPage ? body : JSON.stringify(body));
    };
    if (delayMs > 0) this.late.add(setTimeout(send, delayMs));
    else send();
  }
}

function seenOf(request: IncomingMessage): Omit<SeenRequest, 'body'> {
  return { method: request.method ?? '', url: request.url ?? '', headers: request.headers };
}

export const GUILD = '900000000000000001';

export const guildBody = (count = 100): unknown => ({ id: GUILD, name: 'Demo', approximate_member_count: count });

export const memberBody = (id: string, more: object = {}): object => ({
  user: { id, username: `user${id}`, discriminator: '0', global_name: null, avatar: null },
  roles: ['111111111111111111'],
  joined_at: '2025-01-01T00:00:00Z',
  flags: 0,
  pending: false,
  ...more,
});

export const errorBody = (code: number, message = 'Refused'): object => ({ code, message });
