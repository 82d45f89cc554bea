import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { BOT_TOKEN } from './fake-discord.js';

interface Session {
  readonly id: string;
  readonly sent: { s: number; t: string; d: unknown }[];
}

interface Heard {
  readonly op: number;
  readonly d: { token?: string; intents?: number; session_id?: string; seq?: number } | null;
}

const HEARTBEAT_MS = 250;

/** As much of Discord's gateway as a bot with one shard needs; what is told while nobody listens is told to who resumes. */
export class FakeGateway {
  readonly identified: number[] = [];
  resumes = 0;
  /** False: the application may not be told of members. */
  mayTellOfMembers = true;
  private readonly server: Server = createServer();
  private readonly sockets = new Set<WebSocket>();
  private session: Session | null = null;
  private listener: WebSocket | null = null;

  async start(): Promise<this> {
    const wss = new WebSocketServer({ server: this.server });
    wss.on('connection', (socket) => this.greet(socket));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What `GET /gateway/bot` answers. */
  get forBots(): object {
    const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    return { url: this.url, shards: 1, session_start_limit: limit };
  }

  tell(t: string, d: unknown): void {
    if (!this.session) return;
    const event = { s: this.session.sent.length + 1, t, d };
    this.session.sent.push(event);
    this.listener?.send(JSON.stringify({ op: 0, ...event }));
  }

  member(guildId: string, userId: string, roles: readonly string[], t = 'GUILD_MEMBER_UPDATE'): void {
    this.tell(t, { guild_id: guildId, user: { id: userId }, roles, pending: false, flags: 0 });
  }

  /** The connection breaks; the session can be resumed. */
  drop(): void {
    this.listener?.terminate();
    this.listener = null;
  }

  /** The connection breaks, and the session is forgotten. */
  forget(): void {
    this.session = null;
    this.drop();
  }

  private greet(socket: WebSocket): void {
    this.sockets.add(socket);
    socket.on('close', () => {
      this.sockets.delete(socket);
      if (this.listener === socket) this.listener = null;
    });
    socket.on('message', (data: Buffer) => this.hear(socket, JSON.parse(data.toString()) as Heard));
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: HEARTBEAT_MS }, s: null, t: null }));
  }

  private hear(socket: WebSocket, { op, d }: Heard): void {
    if (op === 1) socket.send(JSON.stringify({ op: 11, d: null, s: null, t: null }));
    if (op === 2) this.identify(socket, d);
    if (op === 6) this.resume(socket, d);
  }

  private identify(socket: WebSocket, d: Heard['d']): void {
    const intents = d?.intents ?? 0;
    this.identified.push(intents);
    if (d?.token !== BOT_TOKEN) return socket.close(4004);
    if ((intents & 2) !== 0 && !this.mayTellOfMembers) return socket.close(4014);
    this.session = { id: randomUUID(), sent: [] };
    this.listener = socket;
    this.tell('READY', {
      v: 10,
      user: { id: '1' },
      guilds: [],
      session_id: this.session.id,
      resume_gateway_url: this.url,
      application: { id: '1', flags: 0 },
    });
  }

  private resume(socket: WebSocket, d: Heard['d']): void {
    if (!this.session || this.session.id !== d?.session_id) {
      socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      return;
    }
    this.resumes += 1;
    this.listener = socket;
    const missed = this.session.sent.filter(({ s }) => s > (d.seq ?? 0));
    for (const event of missed) socket.send(JSON.stringify({ op: 0, ...event }));
    this.tell('RESUMED', {});
  }
}
