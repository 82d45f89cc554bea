import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Capability } from '@pulsetech/contracts';
import type { Request } from 'express';
import type { SessionData } from 'express-session';
import { LmsPort } from '../lms/lms.port.js';
import './session-data.js';
import { SessionStore } from './session-store.js';

/** Who asked for an answer that goes on for long. */
export interface Asker {
  readonly userId: number;
  /** Whether the session goes on, and the person still has the capability that the answer asks for. */
  readonly stillMay: () => Promise<boolean>;
}

/** Looks again at what was looked at when a request came, for answers that go on for long. */
@Injectable()
export class OpenAccess {
  constructor(
    private readonly store: SessionStore,
    private readonly lms: LmsPort,
  ) {}

  askerOf({ sessionID }: Request, userId: number, capability: Capability): Asker {
    return { userId, stillMay: () => this.stillMay(sessionID, userId, capability) };
  }

  private async stillMay(sid: string, userId: number, capability: Capability): Promise<boolean> {
    const read = promisify<string, SessionData | null | undefined>(this.store.get.bind(this.store));
    if ((await read(sid))?.userId !== userId) return false;
    const [[user], capabilities] = await Promise.all([
      this.lms.findUsersByIds([userId]),
      this.lms.capabilitiesOf(userId),
    ]);
    return user !== undefined && !user.suspended && capabilities.has(capability);
  }
}
