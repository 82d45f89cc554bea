import { Injectable } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import { accessException, invalidToken, userSuspended } from '@pulsetech/moodle-rest';
import { hashToken } from '@pulsetech/server-kit';
import { LmsPort } from '../lms/lms.port.js';
import { CallersCache, type Caller } from './callers.cache.js';
import { TokensService } from './tokens.service.js';

/** Moodle's checks of who calls, in its order: token, state of the owner, permission to use REST. */
@Injectable()
export class CallerAuthentication {
  constructor(
    private readonly tokens: TokensService,
    private readonly callers: CallersCache,
    private readonly lms: LmsPort,
  ) {}

  /** Throws MoodleException for everybody who may not call. */
  async authenticate(token: string): Promise<Caller> {
    const caller = await this.callers.get(hashToken(token), () => this.load(token));
    if (caller.suspended) throw userSuspended(caller.username);
    if (!caller.capabilities.has(CAPABILITIES.webserviceRest)) {
      throw accessException('You are not allowed to use the rest protocol (missing capability: webservice/rest:use)');
    }
    return caller;
  }

  private async load(token: string): Promise<Caller> {
    const owner = await this.tokens.ownerOf(token);
    if (owner === null) throw invalidToken();
    const { tokenId, tokenName, userId } = owner;
    const [[user], capabilities] = await Promise.all([
      this.lms.findUsersByIds([userId]),
      this.lms.capabilitiesOf(userId),
    ]);
    // Moodle ends the tokens of deleted users with them.
    if (!user) throw invalidToken();
    return { tokenId, tokenName, userId, username: user.username, suspended: user.suspended, capabilities };
  }
}
