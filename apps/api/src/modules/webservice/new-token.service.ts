import { Injectable, Logger } from '@nestjs/common';
import type { CreatedTokenDto } from '@pulsetech/contracts';
import { TokenLimitsService, type WantedLimits } from './token-limits.service.js';
import { TokenOwners } from './token-owners.service.js';
import { TokensService } from './tokens.service.js';

export interface WantedToken extends WantedLimits {
  readonly name: string;
  /** Username. */
  readonly owner: string;
}

/** Tokens for people's own bots. */
@Injectable()
export class NewTokenService {
  private readonly logger = new Logger(NewTokenService.name);

  constructor(
    private readonly tokens: TokensService,
    private readonly limits: TokenLimitsService,
    private readonly owners: TokenOwners,
  ) {}

  /**
   * Makes a token. `creatorId` is the person at the settings page; null on the command line, which may do everything.
   *
   * @throws InvalidRequestError about limits that cannot be, TokensError about an owner who is not there or may do more
   * than the person who asks
   */
  async create(wanted: WantedToken, creatorId: number | null): Promise<CreatedTokenDto> {
    const limits = this.limits.read(wanted);
    const owner = await this.owners.byUsername(wanted.owner);
    if (creatorId !== null) await this.owners.requireNoMoreRights(owner, creatorId);
    const made = { ...limits, ...(creatorId === null ? {} : { creatorId }) };
    const created = await this.tokens.create(wanted.name, owner.id, made);
    this.logger.log(`Web service token ${created.details.id} was created for user ${owner.username}`);
    return { ...created, warning: await this.owners.warningAbout(owner) };
  }
}
