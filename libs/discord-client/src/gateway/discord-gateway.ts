import { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents, type SessionInfo } from '@discordjs/ws';
import { GatewayCloseCodes, GatewayIntentBits, type GatewayDispatchPayload } from 'discord-api-types/v10';
import type { GatewaySession, ToldNotice } from './gateway-notice.js';
import { noticeOf } from './notice-of.js';

/** Left with any code but 1000 and 1001 a session can be resumed for a few minutes. */
const LEAVE = 4000;
const HELLO_MS = 20_000;
const READY_MS = 30_000;
const REQUEST_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** The library reconnects by itself; where it has not by then, it has given up. */
const RECONNECTED_MS = 90_000;

/** Closing codes after which trying again the same way changes nothing. */
const FATAL: ReadonlyMap<number, GatewayState> = new Map([
  [GatewayCloseCodes.AuthenticationFailed, 'unauthorized'],
  [GatewayCloseCodes.InvalidShard, 'broken'],
  [GatewayCloseCodes.ShardingRequired, 'broken'],
  [GatewayCloseCodes.InvalidAPIVersion, 'broken'],
  [GatewayCloseCodes.InvalidIntents, 'broken'],
]);

/** `unauthorized`: Discord does not know the token. `broken`: Discord refuses what this program says. */
export type GatewayState = 'connecting' | 'live' | 'unauthorized' | 'broken' | 'closed';

export interface GatewayCondition {
  readonly state: GatewayState;
  /** False when the application may not have the intent for members: then nothing is told of them. */
  readonly tellsOfMembers: boolean;
  /** Since when, Unix milliseconds. */
  readonly since: number;
}

export interface DiscordGatewayOptions {
  readonly token: string;
  /** Base of the API without the version, such as `https://discord.com/api`. */
  readonly apiUrl: string;
  /** The session to go on with; null: a new one. */
  readonly session: GatewaySession | null;
  /** Told of everything in order, never twice at once. */
  readonly onTold: (told: ToldNotice) => void;
  readonly onCondition?: (condition: GatewayCondition) => void;
  readonly nowMs?: () => number;
}

/**
 * The bot's connection to Discord's gateway (one shard, JSON), with the intents GUILDS and GUILD_MEMBERS. It reconnects by
 * itself, and resumes where it can. It does not store where the session stands: whoever stores what was told stores that
 * with it, so that a killed process is told again what it had not stored.
 * https://docs.discord.com/developers/events/gateway
 */
export class DiscordGateway {
  private manager: WebSocketManager | null = null;
  private session: SessionInfo | null;
  private current: GatewayCondition;
  private lastCode: number | null = null;
  private heard = 0;
  private beatHeardAt = 0;
  private retry: NodeJS.Timeout | undefined;
  private retries = 0;
  /** While somebody waits for the library's promise. */
  private isConnecting = false;
  private watchdog: NodeJS.Timeout | undefined;
  private readonly nowMs: () => number;

  constructor(private readonly options: DiscordGatewayOptions) {
    this.nowMs = options.nowMs ?? Date.now;
    this.session = resumable(options.session);
    this.current = { state: 'connecting', tellsOfMembers: true, since: this.nowMs() };
  }

  get condition(): GatewayCondition {
    return this.current;
  }

  /** How many notices were told so far; what was known at `confirmedAt` includes them. */
  get told(): number {
    return this.heard;
  }

  /** Up to when Discord's silence means that nothing happened: the last heartbeat that it acknowledged, Unix milliseconds. */
  get confirmedAt(): number {
    return this.current.state === 'live' ? this.beatHeardAt : 0;
  }

  /** Begins to connect, and keeps at it until `close`. */
  open(): void {
    if (this.current.state === 'closed' || this.manager) return;
    void this.connect();
  }

  /** Leaves so that the session can be resumed. */
  async close(): Promise<void> {
    this.become('closed');
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    const { manager } = this;
    this.manager = null;
    await manager?.destroy({ code: LEAVE, reason: 'Shutting down' });
  }

  /** Never throws: what goes wrong is tried again, later and later. */
  private async connect(): Promise<void> {
    const manager = this.newManager();
    this.manager = manager;
    this.isConnecting = true;
    try {
      await manager.connect();
      if (this.manager !== manager) return;
      this.isConnecting = false;
      this.retries = 0;
    } catch (error) {
      if (this.manager === manager) this.connectLater(error);
    }
  }

  private connectLater(error: unknown): void {
    this.manager = null;
    this.isConnecting = false;
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    if (this.current.state === 'closed') return;
    const fatal = isUnauthorized(error) ? 'unauthorized' : FATAL.get(this.lastCode ?? 0);
    this.become(fatal ?? 'connecting');
    // A token or a setting may be put right at Discord; whoever asks seldom does no harm.
    const wait = fatal ? LONGEST_RETRY_MS : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries);
    this.retries += 1;
    this.lastCode = null;
    this.retry = setTimeout(() => void this.connect(), wait * (0.75 + Math.random() / 2));
  }

  private newManager(): WebSocketManager {
    const { token, apiUrl } = this.options;
    const rest = new REST({ api: apiUrl.replace(/\/+$/, ''), version: '10', retries: 1, timeout: REQUEST_MS });
    rest.setToken(token);
    const manager = new WebSocketManager({
      token,
      rest,
      intents: GatewayIntentBits.Guilds | (this.current.tellsOfMembers ? GatewayIntentBits.GuildMembers : 0),
      shardCount: 1,
      helloTimeout: HELLO_MS,
      readyTimeout: READY_MS,
      retrieveSessionInfo: () => this.session,
      updateSessionInfo: (_shard, session) => {
        this.session = session;
      },
    });
    const ours = (work: () => void) => () => {
      if (this.manager === manager) work();
    };
    manager.on(WebSocketShardEvents.Dispatch, (payload) => ours(() => this.hear(payload))());
    manager.on(WebSocketShardEvents.HeartbeatComplete, ({ heartbeatAt }) =>
      ours(() => {
        this.beatHeardAt = heartbeatAt;
      })(),
    );
    manager.on(WebSocketShardEvents.Closed, (code) => ours(() => this.closed(code))());
    // Without a listener an error would end the process; what it means is seen by the code of the close.
    manager.on(WebSocketShardEvents.Error, () => undefined);
    manager.on(WebSocketShardEvents.SocketError, () => undefined);
    return manager;
  }

  private hear(payload: GatewayDispatchPayload): void {
    const at = this.nowMs();
    this.heard += 1;
    const notice = noticeOf(payload, at);
    if (notice.kind === 'began' || notice.kind === 'resumed') {
      this.beatHeardAt = at;
      this.become('live');
    }
    if (this.session === null) return;
    const { sessionId, resumeURL: resumeUrl } = this.session;
    const { tellsOfMembers } = this.current;
    this.options.onTold({ notice, session: { sessionId, resumeUrl, sequence: payload.s, tellsOfMembers } });
  }

  private closed(code: number): void {
    this.lastCode = code;
    if (code === Number(GatewayCloseCodes.DisallowedIntents) && this.current.tellsOfMembers) {
      this.current = { ...this.current, tellsOfMembers: false };
    }
    const fatal = FATAL.get(code) ?? (code === Number(GatewayCloseCodes.DisallowedIntents) ? 'connecting' : null);
    if (fatal === null) {
      this.become('connecting');
      if (!this.isConnecting) this.watch();
    } else if (this.isConnecting) this.become(fatal);
    // The library has given up, and nobody waits for its promise.
    else this.connectLater(null);
  }

  private watch(): void {
    const { manager } = this;
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      if (this.manager !== manager || this.current.state !== 'connecting') return;
      this.connectLater(null);
      void discard(manager);
    }, RECONNECTED_MS);
    this.watchdog.unref();
  }

  private become(state: GatewayState): void {
    if (this.current.state === state || this.current.state === 'closed') return;
    this.current = { ...this.current, state, since: this.nowMs() };
    this.options.onCondition?.(this.current);
  }
}

/** One that was begun without members would go on without them, though they may be allowed by now. */
function resumable(session: GatewaySession | null): SessionInfo | null {
  if (!session?.tellsOfMembers) return null;
  const { sessionId, resumeUrl, sequence } = session;
  return { sessionId, resumeURL: resumeUrl, sequence, shardId: 0, shardCount: 1 };
}

function isUnauthorized(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 401;
}

async function discard(manager: WebSocketManager | null): Promise<void> {
  try {
    await manager?.destroy({ code: LEAVE, reason: 'Starting anew' });
  } catch {
    // What it still holds is of no use, so that it cannot be closed changes nothing.
  }
}
