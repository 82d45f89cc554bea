import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut and mended, as a cable. */
export class CuttableConnection {
  private cut = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: { readonly host: string; readonly port: number }): Promise<CuttableConnection> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const connection = new CuttableConnection(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => {
      if (connection.cut) return near.destroy();
      const far = connect(target);
      for (const socket of [near, far]) {
        connection.sockets.add(socket);
        socket.once('close', () => connection.sockets.delete(socket));
      }
      // Whichever end goes takes the other with it.
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.once('error', () => other.destroy());
        one.once('close', () => other.destroy());
      }
      near.pipe(far).pipe(near);
      return undefined;
    });
    return connection;
  }

  sever(): void {
    this.cut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.cut = false;
  }

  async close(): Promise<void> {
    this.sever();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
