import { randomBytes } from 'node:crypto';
import { opcodes } from './gateway-codes.js';

/** So many events are kept for whoever resumes; a session that missed more has to begin anew. */
const EVENTS_KEPT = 10_000;

/** How a session is reached while a client is connected. */
export interface Line {
  send(payload: string): void;
  close(code: number): void;
}

interface Kept {
  readonly s: number;
  readonly payload: string;
}

/** One session of a bot, which outlives its connection for a while. */
export class GatewaySession {
  readonly id = randomBytes(16).toString('hex');
  sequence = 0;
  /** When the client was last connected, Unix milliseconds; null while it is. */
  leftAt: number | null = null;
  private line: Line | null = null;
  private kept: Kept[] = [];

  constructor(readonly intents: number) {}

  get isConnected(): boolean {
    return this.line !== null;
  }

  attach(line: Line): void {
    this.line = line;
    this.leftAt = null;
  }

  /** The connection is gone; events are kept for whoever resumes. */
  detach(line: Line, now: number): void {
    if (this.line !== line) return;
    this.line = null;
    this.leftAt = now;
  }

  dispatch(event: string, data: unknown): void {
    this.sequence += 1;
    const payload = JSON.stringify({ op: opcodes.dispatch, t: event, s: this.sequence, d: data });
    this.kept.push({ s: this.sequence, payload });
    if (this.kept.length > EVENTS_KEPT * 2) this.kept = this.kept.slice(-EVENTS_KEPT);
    this.line?.send(payload);
  }

  /** Whether everything after this sequence is still there. */
  canResume(after: number): boolean {
    const oldest = this.kept[0]?.s ?? this.sequence + 1;
    return after <= this.sequence && after >= oldest - 1;
  }

  replay(after: number): void {
    for (const { s, payload } of this.kept) if (s > after) this.line?.send(payload);
  }

  send(op: number, data: unknown): void {
    this.line?.send(JSON.stringify({ op, d: data }));
  }

  close(code: number): void {
    this.line?.close(code);
  }
}
