import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { isRecord } from '../control/control-fields.js';
import type { SandboxSettings } from '../sandbox.context.js';
import type { World } from '../world/world.js';
import { closeCodes, intentOf, knownIntents, opcodes, privilegedIntents, type GuildEvent } from './gateway-codes.js';
import { GatewayConnection } from './gateway-connection.js';
import { EventFaults } from './gateway-faults.js';
import { GatewaySession, type Line } from './gateway-session.js';
import {
  presentGuildCreate,
  presentGuildRole,
  presentMemberAdd,
  presentMemberRemove,
  presentMemberUpdate,
  presentReady,
} from './gateway.presenter.js';
import { MemberRequests } from './member-requests.js';

const HEARTBEAT_MS = 41_250;
/** A session can be resumed for so long after its connection ended. */
const RESUMABLE_MS = 3 * 60_000;
/** https://docs.discord.com/developers/events/gateway#session-start-limit-object */
const STARTS_A_DAY = 1000;
const PATH = '/gateway';

export interface SessionReport {
  readonly id: string;
  readonly intents: number;
  readonly connected: boolean;
  readonly sequence: number;
}

/** The gateway: sessions of the bot, and what they are told of the world. */
export class GatewayHub {
  readonly faults = new EventFaults();
  heartbeatMs = HEARTBEAT_MS;
  /** Heartbeats are heard but not acknowledged. */
  ignoresHeartbeats = false;
  /** Whether the developer portal allows the privileged intents. */
  allowsPrivileged = true;
  /** Since the start or the last reset. */
  readonly counts = { identifies: 0, resumes: 0, refused: 0 };
  private readonly told = new Map<GuildEvent, number>();
  private readonly sessions = new Map<string, GatewaySession>();
  private readonly unavailable = new Set<string>();
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  private readonly members: MemberRequests;
  private readonly delayed = new Set<NodeJS.Timeout>();
  private startedAt: number[] = [];

  constructor(
    private readonly world: World,
    private readonly settings: SandboxSettings,
    readonly now: () => number,
  ) {
    this.members = new MemberRequests(world, now);
    this.listenToWorld();
  }

  /** Takes connections of this server. */
  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
      if (pathname.replace(/\/+$/, '') !== PATH) return void socket.destroy();
      this.sockets.handleUpgrade(request, socket, head, (client) => {
        const version = searchParams.get('v') ?? '10';
        if (version !== '10') client.close(closeCodes.invalidVersion);
        else new GatewayConnection(client, this, addressAt(request.headers.host));
      });
    });
  }

  /** `GET /gateway/bot`. `host`: by which name the client came. */
  bot(host: string | undefined): Record<string, unknown> {
    const day = 86_400_000;
    this.startedAt = this.startedAt.filter((at) => at > this.now() - day);
    return {
      url: addressAt(host),
      shards: 1,
      session_start_limit: {
        total: STARTS_A_DAY,
        remaining: STARTS_A_DAY - this.startedAt.length,
        reset_after: this.startedAt.length === 0 ? 0 : (this.startedAt[0] ?? 0) + day - this.now(),
        max_concurrency: 1,
      },
    };
  }

  /** How many events of each kind were told, however many sessions heard them. */
  get events(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.told);
  }

  get report(): readonly SessionReport[] {
    return [...this.sessions.values()].map(({ id, intents, isConnected, sequence }) => ({
      id,
      intents,
      connected: isConnected,
      sequence,
    }));
  }

  /** Why a client may not identify, as a close code; null when it may. */
  whyNotIdentify(data: unknown): number | null {
    if (!isRecord(data) || data['token'] !== this.settings.botToken)
      return this.refused(closeCodes.authenticationFailed);
    const wanted = data['intents'];
    if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0 || wanted > knownIntents) {
      return this.refused(closeCodes.invalidIntents);
    }
    const shard = data['shard'];
    if (shard !== undefined && JSON.stringify(shard) !== '[0,1]') return this.refused(closeCodes.invalidShard);
    if (!this.allowsPrivileged && (wanted & privilegedIntents) !== 0) return this.refused(closeCodes.disallowedIntents);
    return null;
  }

  /** A new session: READY, then the guilds one by one. */
  begin(data: unknown, line: Line, address: string): GatewaySession {
    const session = new GatewaySession(isRecord(data) ? Number(data['intents']) : 0);
    this.forgetOld();
    this.sessions.set(session.id, session);
    this.startedAt.push(this.now());
    this.counts.identifies += 1;
    session.attach(line);
    const { application } = this.world;
    const guildIds = [...this.world.guilds.keys()].filter((id) => this.world.guild(id));
    const bot = this.world.users.get(application.clientId);
    if (!bot) throw new Error('The world has no bot.');
    session.dispatch('READY', presentReady({ bot, application, guildIds, sessionId: session.id, resumeUrl: address }));
    for (const id of guildIds) if (!this.unavailable.has(id)) this.tellGuild(session, id);
    return session;
  }

  /** The session that goes on; null when it cannot (the client has to identify), or the code to close with. */
  resume(data: unknown, line: Line): GatewaySession | number | null {
    if (!isRecord(data) || data['token'] !== this.settings.botToken)
      return this.refused(closeCodes.authenticationFailed);
    this.forgetOld();
    const session = this.sessions.get(String(data['session_id']));
    const after = Number(data['seq']);
    if (!session || !Number.isInteger(after)) return null;
    if (!session.canResume(after)) {
      this.sessions.delete(session.id);
      return after > session.sequence ? closeCodes.invalidSequence : null;
    }
    session.close(closeCodes.sessionTimedOut);
    session.attach(line);
    this.counts.resumes += 1;
    session.replay(after);
    session.dispatch('RESUMED', { _trace: [] });
    return session;
  }

  left(session: GatewaySession, line: Line, isOver: boolean): void {
    session.detach(line, this.now());
    if (isOver && !session.isConnected) this.sessions.delete(session.id);
  }

  answerMembers(session: GatewaySession, data: unknown): void {
    this.members.answer(session, data);
  }

  /** Ends connections; with 1000 or 1001 the sessions end too, as Discord has it for clients. */
  closeConnections(code: number): void {
    for (const session of this.sessions.values()) session.close(code);
  }

  askToReconnect(): void {
    for (const session of this.sessions.values()) session.send(opcodes.reconnect, null);
  }

  /** Sessions are over: what happens until the client identifies anew is never told. */
  invalidate(): void {
    const over = [...this.sessions.values()];
    this.sessions.clear();
    for (const session of over) session.send(opcodes.invalidSession, false);
  }

  /** An outage of one guild, or its end. */
  setAvailable(guildId: string, available: boolean): void {
    const was = !this.unavailable.has(guildId);
    if (was === available || !this.world.guild(guildId)) return;
    if (available) {
      this.unavailable.delete(guildId);
      for (const session of this.sessions.values()) this.tellGuild(session, guildId);
      return;
    }
    this.tell('GUILD_DELETE', guildId, { id: guildId, unavailable: true });
    this.unavailable.add(guildId);
  }

  reset(): void {
    this.faults.replace([]);
    this.unavailable.clear();
    this.heartbeatMs = HEARTBEAT_MS;
    this.ignoresHeartbeats = false;
    this.allowsPrivileged = true;
    this.told.clear();
    Object.assign(this.counts, { identifies: 0, resumes: 0, refused: 0 });
    this.invalidate();
  }

  close(): void {
    for (const timer of this.delayed) clearTimeout(timer);
    for (const client of this.sockets.clients) client.terminate();
    this.sockets.close();
  }

  private refused(code: number): number {
    this.counts.refused += 1;
    return code;
  }

  private forgetOld(): void {
    const oldest = this.now() - RESUMABLE_MS;
    for (const { id, leftAt } of this.sessions.values()) {
      if (leftAt !== null && leftAt < oldest) this.sessions.delete(id);
    }
  }

  private tellGuild(session: GatewaySession, guildId: string): void {
    const guild = this.world.guild(guildId);
    const bot = guild?.members.get(this.world.application.clientId);
    if (guild && bot) session.dispatch('GUILD_CREATE', presentGuildCreate(guild, bot, bot.joinedAt ?? ''));
  }

  private listenToWorld(): void {
    const { events } = this.world;
    events.on('memberAdd', (id, member) => this.tell('GUILD_MEMBER_ADD', id, () => presentMemberAdd(id, member)));
    events.on('memberUpdate', (id, member) =>
      this.tell('GUILD_MEMBER_UPDATE', id, () => presentMemberUpdate(id, member)),
    );
    events.on('memberRemove', (id, user) => this.tell('GUILD_MEMBER_REMOVE', id, () => presentMemberRemove(id, user)));
    events.on('roleCreate', (id, role) => this.tell('GUILD_ROLE_CREATE', id, () => presentGuildRole(id, role)));
    events.on('roleUpdate', (id, role) => this.tell('GUILD_ROLE_UPDATE', id, () => presentGuildRole(id, role)));
    events.on('roleDelete', (id, roleId) =>
      this.tell('GUILD_ROLE_DELETE', id, () => ({ guild_id: id, role_id: roleId })),
    );
    events.on('guildCreate', (id) => {
      for (const session of this.sessions.values()) this.tellGuild(session, id);
    });
    events.on('guildDelete', (id) => this.tell('GUILD_DELETE', id, () => ({ id })));
    events.on('reset', () => this.reset());
  }

  /** What it says is written down now, since it may change before a delayed event leaves. */
  private tell(event: GuildEvent, guildId: string, describe: (() => unknown) | Record<string, unknown>): void {
    if (this.sessions.size === 0 || this.unavailable.has(guildId)) return;
    const data: unknown = typeof describe === 'function' ? describe() : describe;
    const fault = this.faults.take(event);
    if (fault?.what === 'drop') return;
    if (fault?.what === 'delay') {
      const timer = setTimeout(() => {
        this.delayed.delete(timer);
        this.deliver(event, data);
      }, fault.delayMs);
      this.delayed.add(timer);
      return;
    }
    this.deliver(event, data);
    if (fault?.what === 'duplicate') this.deliver(event, data);
  }

  private deliver(event: GuildEvent, data: unknown): void {
    this.told.set(event, (this.told.get(event) ?? 0) + 1);
    for (const session of this.sessions.values()) {
      if ((session.intents & intentOf[event]) !== 0) session.dispatch(event, data);
    }
  }
}

function addressAt(host: string | undefined): string {
  return `ws://${host ?? '127.0.0.1'}${PATH}`;
}
