import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { hashToken, randomToken } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { LmsPort } from '../lms/lms.port.js';
import './session-data.js';
import { SessionsRepository } from './sessions.repository.js';
import { VisitorLimiter } from './visitor-limiter.js';

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly lms: LmsPort,
    private readonly visitors: VisitorLimiter,
  ) {}

  /** Signs the user in under a new session id, so that an id known before the sign-in is worth nothing after it. */
  async signIn(request: Request, userId: number): Promise<void> {
    await this.renew(request);
    request.session.userId = userId;
    request.session.csrfToken = randomToken();
    await promisify(request.session.save.bind(request.session))();
    void this.lms.noteAccess(userId);
  }

  /** Ends this session; the browser goes on with a new one in which nobody is signed in. */
  async signOut(request: Request): Promise<void> {
    await this.renew(request);
  }

  /**
   * Ends all sessions of the user, here and in the LMS.
   *
   * @param options.exceptSid id of a session of this site that goes on, such as the one that asks
   * @returns how many sessions of this site ended
   */
  async endForUser(userId: number, options: { readonly exceptSid?: string } = {}): Promise<number> {
    const except = options.exceptSid === undefined ? undefined : hashToken(options.exceptSid);
    const ended = await this.sessions.deleteForUser(userId, except);
    await this.lms.endSessions([userId]);
    return ended;
  }

  /** Ends all sessions of these users, here and in the LMS. */
  async endForUsers(userIds: readonly number[]): Promise<void> {
    await this.sessions.deleteForUsers(userIds);
    await this.lms.endSessions(userIds);
  }

  /**
   * The token that pages of this session send along to change something. When it is first asked for, the token and with
   * it the session come into being.
   *
   * @throws AccountsError `too_many_attempts` when very many sessions began at the same network just now
   */
  csrfToken(request: Request): string {
    const known = request.session.csrfToken;
    if (known !== undefined) return known;
    this.visitors.begin('session', request.ip ?? '');
    return (request.session.csrfToken = randomToken());
  }

  private async renew(request: Request): Promise<void> {
    await promisify(request.session.regenerate.bind(request.session))();
  }
}
