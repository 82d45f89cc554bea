import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly request: string;
  readonly response: string;
}

/** Stands between two servers, passes everything on unchanged, and keeps all that was said. */
export class RecordingProxy {
  readonly recorded: Recorded[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** `target()` is asked for each request, so that the proxy may be there before the server behind it. */
  static async start(target: () => string): Promise<RecordingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = new RecordingProxy(server, `http://127.0.0.1:${port}`);
    server.on('request', (incoming, outgoing) => {
      void readAll(incoming).then((body) => {
        const { hostname, port: targetPort } = new URL(target());
        const { method, url: path, headers } = incoming;
        const onward = send({ hostname, port: targetPort, method, path, headers }, (answer) => {
          void readAll(answer).then((answered) => {
            proxy.recorded.push({
              request: `${method} ${path}\n${JSON.stringify(headers)}\n${body.toString()}`,
              response: `${answer.statusCode}\n${JSON.stringify(answer.headers)}\n${answered.toString()}`,
            });
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
          });
        });
        onward.once('error', () => outgoing.destroy());
        onward.end(body);
      });
    });
    return proxy;
  }

  /** Everything that was said, as one text. */
  text(): string {
    return this.recorded.map(({ request, response }) => `${request}\n${response}`).join('\n');
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
