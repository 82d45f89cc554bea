import type { RawData, WebSocket } from 'ws';
import { closeCodes, opcodes } from './gateway-codes.js';
import type { GatewayHub } from './gateway-hub.js';
import type { GatewaySession, Line } from './gateway-session.js';

/** https://docs.discord.com/developers/events/gateway#rate-limiting and #sending-events */
const SENDS = { most: 120, withinMs: 60_000 };
const LONGEST_PAYLOAD = 4096;
/** Discord lets a heartbeat be late by some of its interval before it gives a connection up. */
const LATE = 1.5;
/** A client that closes with one of these ends its session; with any other it may resume. */
const ENDS_SESSION: ReadonlySet<number> = new Set([1000, 1001]);

interface Payload {
  readonly op: number;
  readonly d: unknown;
}

/** One connection of a client: what it may say, and when. */
export class GatewayConnection implements Line {
  private session: GatewaySession | null = null;
  private readonly sentAt: number[] = [];
  private silence: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly hub: GatewayHub,
    private readonly address: string,
  ) {
    socket.on('message', (data) => this.hear(data));
    socket.on('close', (code) => this.left(code));
    // What breaks a connection is seen by its end.
    socket.on('error', () => socket.terminate());
    this.say(opcodes.hello, { heartbeat_interval: hub.heartbeatMs, _trace: [] });
    this.awaitHeartbeat();
  }

  send(payload: string): void {
    this.socket.send(payload);
  }

  close(code: number): void {
    this.socket.close(code);
  }

  private say(op: number, data: unknown = null): void {
    this.send(JSON.stringify({ op, d: data, s: null, t: null }));
  }

  private hear(data: RawData): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
    if (bytes.length > LONGEST_PAYLOAD) return this.close(closeCodes.decodeError);
    if (this.saysTooMuch()) return this.close(closeCodes.rateLimited);
    const payload = parse(bytes);
    if (payload === null) return this.close(closeCodes.decodeError);
    switch (payload.op) {
      case opcodes.heartbeat:
        return this.heartbeat();
      case opcodes.identify:
        return this.identify(payload.d);
      case opcodes.resume:
        return this.resume(payload.d);
      case opcodes.requestGuildMembers:
        if (this.session === null) return this.close(closeCodes.notAuthenticated);
        return this.hub.answerMembers(this.session, payload.d);
      default:
        return this.close(closeCodes.unknownOpcode);
    }
  }

  private saysTooMuch(): boolean {
    const now = this.hub.now();
    this.sentAt.push(now);
    while ((this.sentAt[0] ?? now) <= now - SENDS.withinMs) this.sentAt.shift();
    return this.sentAt.length > SENDS.most;
  }

  private heartbeat(): void {
    this.awaitHeartbeat();
    if (!this.hub.ignoresHeartbeats) this.say(opcodes.heartbeatAck);
  }

  private identify(data: unknown): void {
    if (this.session !== null) return this.close(closeCodes.alreadyAuthenticated);
    const refused = this.hub.whyNotIdentify(data);
    if (refused !== null) return this.close(refused);
    this.session = this.hub.begin(data, this, this.address);
  }

  private resume(data: unknown): void {
    if (this.session !== null) return this.close(closeCodes.alreadyAuthenticated);
    const resumed = this.hub.resume(data, this);
    if (typeof resumed === 'number') return this.close(resumed);
    if (resumed === null) return this.say(opcodes.invalidSession, false);
    this.session = resumed;
  }

  private awaitHeartbeat(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.close(closeCodes.sessionTimedOut), this.hub.heartbeatMs * LATE);
  }

  private left(code: number): void {
    clearTimeout(this.silence);
    if (this.session) this.hub.left(this.session, this, ENDS_SESSION.has(code));
  }
}

function parse(bytes: Buffer): Payload | null {
  try {
    const payload: unknown = JSON.parse(bytes.toString('utf8'));
    const isPayload =
      typeof payload === 'object' && payload !== null && 'op' in payload && Number.isInteger(payload.op);
    return isPayload ? { op: Number(payload.op), d: 'd' in payload ? payload.d : null } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
