import { Injectable } from '@nestjs/common';
import type { TokenDto, TokenKind } from '@pulsetech/contracts';
import { hashToken, moodleToken } from '@pulsetech/server-kit';
import { LmsPort } from '../lms/lms.port.js';
import { CallersCache } from './callers.cache.js';
import { BillingTokens } from './limits/billing-tokens.js';
import { TokenViewService } from './token-view.service.js';
import { TokensError } from './tokens.errors.js';
import { TokensRepository, type TokenLimits } from './tokens.repository.js';

/** A new token; this is the only time that it is known. */
export interface CreatedToken {
  readonly token: string;
  readonly details: TokenDto;
}

export interface TokenToMake extends Partial<TokenLimits> {
  readonly kind?: TokenKind;
  /** Who makes it; absent on the command line. */
  readonly creatorId?: number;
}

/** The tokens that the web service is called with. */
@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly view: TokenViewService,
    private readonly callers: CallersCache,
    private readonly billing: BillingTokens,
    private readonly lms: LmsPort,
  ) {}

  /** Makes a token with the rights of its owner, within the limits. Throws TokensError when there is no such user. */
  async create(name: string, ownerId: number, more: TokenToMake = {}): Promise<CreatedToken> {
    const [owner] = await this.lms.findUsersByIds([ownerId]);
    if (!owner) throw ownerNotFound();
    const token = moodleToken();
    const { kind = 'bot', functions = null, validUntil = null, addresses = null, creatorId = null } = more;
    const limits = { functions, validUntil, addresses };
    const stored = await this.tokens.insert({
      name,
      hash: hashToken(token),
      userId: ownerId,
      kind,
      creatorId,
      ...limits,
    });
    this.billing.forget();
    return { token, details: await this.view.showOne(stored, owner) };
  }

  async list(): Promise<TokenDto[]> {
    return this.view.show(await this.tokens.list());
  }

  /** The token stops working here at once and in other processes within seconds. Throws TokensError when unknown. */
  async revoke(id: number): Promise<void> {
    const removed = await this.tokens.remove(id);
    this.forget();
    if (!removed)
      throw new TokensError('token_not_found', 'This token does not exist any more. Look at the list again.');
  }

  /** Ends the tokens that the billing server had before this one. */
  async retireBillingTokensBut(id: number): Promise<number> {
    const retired = await this.tokens.removeBillingTokensBut(id);
    this.forget();
    return retired;
  }

  private forget(): void {
    this.callers.purge();
    this.billing.forget();
  }
}

export function ownerNotFound(): TokensError {
  const message = 'There is no user with this name. Check the username of the owner.';
  return new TokensError('token_owner_not_found', message, { fields: { owner: message } });
}
