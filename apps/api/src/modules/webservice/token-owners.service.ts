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

  /** Nobody gets more rights by making a token for somebody else. Throws TokensError about the field `owner`. */
  async requireNoMoreRights(owner: LmsUser, creatorId: number): Promise<void> {
    if (owner.id === creatorId) return;
    const [theirs, own] = await Promise.all([this.lms.capabilitiesOf(owner.id), this.lms.capabilitiesOf(creatorId)]);
    if ([...theirs].every((capability) => own.has(capability))) return;
    const message = `${owner.username} may do things that you may not, so only ${owner.username} can make a token with these rights.`;
    throw new TokensError('token_owner_not_permitted', message, { fields: { owner: message } });
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
