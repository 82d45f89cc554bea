import { Injectable } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import { TokensError } from './tokens.errors.js';
import { ownerNotFound } from './tokens.service.js';

/** Whose rights a new token may have. */
@Injectable()
export class TokenOwners {
  constructor(private readonly lms: LmsPort) {}

  /** Throws TokensError about the field `owner` when there is no such user. */
  async byUsername(username: string): Promise<LmsUser> {
    const owner = await this.lms.findUserByUsername(username.trim().toLowerCase());
    if (!owner) throw ownerNotFound();
    return owner;
  }

  /**
   * Nobody gets more rights by making a token for somebody else. Since a token also reaches what only its owner sees, such
   * as own profile and courses, it takes Moodle's capability for the tokens of everybody. Throws TokensError about the
   * field `owner`.
   */
  async requireNoMoreRights(owner: LmsUser, creatorId: number): Promise<void> {
    if (owner.id === creatorId) return;
    const [theirs, own] = await Promise.all([this.lms.capabilitiesOf(owner.id), this.lms.capabilitiesOf(creatorId)]);
    if (!own.has(CAPABILITIES.manageAllTokens)) {
      throw notPermitted(
        `You may not make a token for ${owner.username}: for other people’s tokens you need the capability ` +
          `${CAPABILITIES.manageAllTokens}. Leave the owner empty for a token of your own.`,
      );
    }
    const isWithin = [...theirs].every((capability) => own.has(capability));
    if (isWithin && !(await this.isOverAdmin(owner.id, creatorId))) return;
    throw notPermitted(
      `${owner.username} may do things that you may not, so only ${owner.username} can make a token with these rights.`,
    );
  }

  /**
   * Whether a token was made by somebody else for a person who administers the site, as its maker does not: the owner may
   * have become an administrator later. `creatorId` is null for the command line, which may do everything.
   */
  async isOverAdmin(ownerId: number, creatorId: number | null): Promise<boolean> {
    if (creatorId === null || creatorId === ownerId) return false;
    return (await this.lms.isSiteAdmin(ownerId)) && !(await this.lms.isSiteAdmin(creatorId));
  }

  /** Throws TokensError about the field `owner` when the billing server's calls with the rights of this person would fail. */
  async requireFitForBilling(owner: LmsUser): Promise<void> {
    const capabilities = await this.lms.capabilitiesOf(owner.id);
    const missing = capabilities.has(CAPABILITIES.manage)
      ? await this.warningAbout(owner)
      : `${owner.username} does not manage the Discord integration (capability ${CAPABILITIES.manage}).`;
    if (missing === null) return;
    const message = `${missing} The billing server keeps the token that it has. Choose another owner.`;
    throw new TokensError('token_owner_unfit', message, { fields: { owner: message } });
  }

  /** Why calls with a token of this person are refused, in a sentence; null when they are not. */
  async warningAbout(owner: LmsUser): Promise<string | null> {
    if (owner.suspended) return `${owner.username} is suspended: calls are refused until that ends.`;
    if (!owner.confirmed) return `${owner.username} has not confirmed the account: calls are refused until then.`;
    if (owner.nologin) return `Nobody may sign in as ${owner.username}: calls are refused.`;
    if ((await this.lms.capabilitiesOf(owner.id)).has(CAPABILITIES.webserviceRest)) return null;
    return `${owner.username} may not use the web service (capability ${CAPABILITIES.webserviceRest}): calls are refused until a role allows it.`;
  }
}

function notPermitted(message: string): TokensError {
  return new TokensError('token_owner_not_permitted', message, { fields: { owner: message } });
}
