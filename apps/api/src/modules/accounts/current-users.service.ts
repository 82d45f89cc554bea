import { Injectable } from '@nestjs/common';
import type { SessionUser } from '@pulsetech/contracts';
import type { Request } from 'express';
import { LmsPort } from '../lms/lms.port.js';
import './session-data.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class CurrentUsersService {
  constructor(
    private readonly lms: LmsPort,
    private readonly sessions: SessionsService,
  ) {}

  /** Who is signed in, as the LMS has the person now. Sessions of somebody suspended or deleted meanwhile end here. */
  async load(request: Request): Promise<SessionUser | null> {
    // Routes without a session, such as the web service, have no session object at all.
    const userId = (request.session as Request['session'] | undefined)?.userId;
    if (userId === undefined) return null;
    const [[user], capabilities] = await Promise.all([
      this.lms.findUsersByIds([userId]),
      this.lms.capabilitiesOf(userId),
    ]);
    if (!user || user.suspended) {
      await this.sessions.endForUser(userId);
      await this.sessions.signOut(request);
      return null;
    }
    void this.lms.noteAccess(userId);
    const { id, username, firstname, lastname, email } = user;
    return { id, username, firstname, lastname, email, capabilities: [...capabilities] };
  }
}
