import { Injectable, Logger } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import { isInAddressList, readAddressList, type AddressList } from '@pulsetech/domain';
import {
  accessException,
  addressNotAllowed,
  invalidToken,
  moodleException,
  restNotAllowed,
  tokenExpired,
  userSuspended,
  type CallOrigin,
  type MoodleException,
} from '@pulsetech/moodle-rest';
import { Clock, hashToken } from '@pulsetech/server-kit';
import { LmsPort } from '../lms/lms.port.js';
import { CallersCache, type Caller, type KnownCaller } from './callers.cache.js';
import { TokenOwners } from './token-owners.service.js';
import { TokenUse } from './token-use.js';
import { TokensRepository } from './tokens.repository.js';

/** Moodle's checks of who calls, in its order: token, expiry, address, state of the owner, permission to use REST. */
@Injectable()
export class CallerAuthentication {
  private readonly logger = new Logger(CallerAuthentication.name);

  constructor(
    private readonly tokens: TokensRepository,
    private readonly callers: CallersCache,
    private readonly use: TokenUse,
    private readonly owners: TokenOwners,
    private readonly lms: LmsPort,
    private readonly clock: Clock,
  ) {}

  /** Throws MoodleException for everybody who may not call. */
  async authenticate(token: string, { address }: CallOrigin): Promise<Caller> {
    const hash = hashToken(token);
    const known = await this.callers.get(hash, () => this.load(hash));
    const { caller, confirmed, nologin, isOverAdmin, validUntil, addresses } = known;
    if (validUntil !== null && validUntil < this.clock.nowSeconds()) throw await this.expire(caller.tokenId, hash);
    if (addresses !== null && !isInAddressList(addresses, address)) throw addressNotAllowed(address);
    if (!confirmed) throw userUnconfirmed(caller.username);
    if (caller.suspended) throw userSuspended(caller.username);
    if (nologin) throw userWithoutLogin(caller.username);
    if (isOverAdmin) throw madeForAnAdmin();
    if (!caller.capabilities.has(CAPABILITIES.webserviceRest)) throw restNotAllowed();
    this.use.note(known, address);
    return caller;
  }

  /** Moodle tells the first who comes too late so, and deletes the token; here it stays, for the list to show. */
  private async expire(tokenId: number, hash: string): Promise<MoodleException> {
    const isFirst = await this.tokens.markExpired(tokenId, hash, this.clock.nowSeconds());
    this.callers.forget(hash);
    return isFirst ? tokenExpired() : invalidToken();
  }

  private async load(hash: string): Promise<KnownCaller> {
    const token = await this.tokens.findByHash(hash);
    if (token === null || token.expiredAt !== null) throw invalidToken();
    const [[user], capabilities, isOverAdmin] = await Promise.all([
      this.lms.findUsersByIds([token.userId]),
      this.lms.capabilitiesOf(token.userId),
      this.owners.isOverAdmin(token.userId, token.creatorId),
    ]);
    // Moodle ends the tokens of deleted users with them.
    if (!user) throw invalidToken();
    if (isOverAdmin) {
      this.logger.warn(
        `Web service token ${token.id} is refused: user ${token.userId} administers the site, user ${token.creatorId ?? 0}, who made it, does not`,
      );
    }
    return {
      caller: {
        tokenId: token.id,
        tokenName: token.name,
        tokenKind: token.kind,
        functions: token.functions === null ? null : new Set(token.functions),
        userId: user.id,
        username: user.username,
        suspended: user.suspended,
        capabilities,
      },
      confirmed: user.confirmed,
      nologin: user.nologin,
      isOverAdmin,
      validUntil: token.validUntil,
      addresses: token.addresses === null ? null : addressesOf(token.addresses),
      lastUsedAt: token.lastUsedAt,
    };
  }
}

function userUnconfirmed(username: string): MoodleException {
  return moodleException('wsaccessuserunconfirmed', `Refused web service access for unconfirmed username: ${username}`);
}

function userWithoutLogin(username: string): MoodleException {
  return moodleException(
    'wsaccessusernologin',
    `Refused web service access for nologin authentication username: ${username}`,
  );
}

function madeForAnAdmin(): MoodleException {
  return accessException('The token was made by somebody else, before its owner became an administrator of the site.');
}

/** A stored list that cannot be read allows nobody. */
function addressesOf(stored: string): AddressList {
  const reading = readAddressList(stored);
  return reading.ok ? reading.list : [];
}
