import { Injectable } from '@nestjs/common';
import { Clock, hashToken } from '@pulsetech/server-kit';
import type { Request } from 'express';
import session, { type Session, type SessionData } from 'express-session';
import { ABSOLUTE_SECONDS, ANONYMOUS_IDLE_SECONDS, IDLE_SECONDS, TOUCH_SECONDS } from './session-data.js';
import type { SessionEntity } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';

type Done = (error?: unknown) => void;

/**
 * Keeps express-session's sessions in the table `sessions`, under a hash of their id. A session that was ended while a
 * request was under way is not brought back by that request: what was loaded is only ever updated, never inserted.
 */
@Injectable()
export class SessionStore extends session.Store {
  /** When the row behind a loaded or saved session was last written, Unix seconds. */
  private readonly written = new WeakMap<object, number>();

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.read(id).then((data) => done(null, data), done);
  }

  override set(id: string, data: SessionData, done: Done = () => undefined): void {
    this.save(id, data).then(() => done(), done);
  }

  override touch(id: string, data: SessionData, done: Done = () => undefined): void {
    this.refresh(id, data).then(() => done(), done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    this.sessions.deleteBySid(hashToken(id)).then(() => done(), done);
  }

  override createSession(request: Request, data: SessionData): Session & SessionData {
    const created = super.createSession(request, data);
    const written = this.written.get(data);
    if (written !== undefined) this.written.set(created, written);
    return created;
  }

  private async read(id: string): Promise<SessionData | null> {
    const row = await this.sessions.findBySid(hashToken(id));
    if (!row || this.isOver(row)) return null;
    const data = JSON.parse(row.sessdata) as SessionData;
    this.written.set(data, row.timemodified);
    return data;
  }

  private isOver(row: SessionEntity): boolean {
    const now = this.clock.nowSeconds();
    const idle = row.userid === 0 ? ANONYMOUS_IDLE_SECONDS : IDLE_SECONDS;
    return now - row.timemodified > idle || now - row.timecreated > ABSOLUTE_SECONDS;
  }

  private async save(id: string, data: SessionData): Promise<void> {
    const now = this.clock.nowSeconds();
    const ip = addressOf(data);
    const changes = {
      userid: data.userId ?? 0,
      sessdata: JSON.stringify(data),
      timemodified: now,
      lastip: ip,
    };
    const sid = hashToken(id);
    if (this.written.has(data)) await this.sessions.update(sid, changes);
    else await this.sessions.insert({ ...changes, sid, timecreated: now, firstip: ip });
    this.written.set(data, now);
  }

  private async refresh(id: string, data: SessionData): Promise<void> {
    const now = this.clock.nowSeconds();
    const written = this.written.get(data);
    if (written !== undefined && now - written < TOUCH_SECONDS) return;
    await this.sessions.update(hashToken(id), { timemodified: now, lastip: addressOf(data) });
    this.written.set(data, now);
  }
}

/** express-session keeps the request beside the data of a live session. */
function addressOf(data: SessionData & { readonly req?: Request }): string {
  return data.req?.ip ?? '';
}
