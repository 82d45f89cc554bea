import { Injectable } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import type { LinkStartDto } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { LicenseService } from '../license/license.service.js';
import { rememberLinkIntent } from './link-intent.js';
import { invitedAccount } from './link-invitation.js';
import { LinkingError } from './linking.errors.js';

@Injectable()
export class LinkStartService {
  constructor(
    private readonly licenses: LicenseService,
    private readonly billing: BillingClient,
    private readonly clock: Clock,
  ) {}

  /**
   * Remembers in the session that the user wants to link. `invitation`: from the address that the bot gave.
   *
   * @throws LicenseError when no link can be made now, LinkingError when the invitation is of no use, BillingFailure
   */
  async start(request: Request, userId: number, invitation?: string): Promise<LinkStartDto> {
    const licence = await this.licenses.requireUsable();
    const discordId = invitation === undefined ? null : await this.accountOf(invitation, licence);
    rememberLinkIntent(request, userId, this.clock, discordId);
    return { url: '/auth/discord' };
  }

  private async accountOf(invitation: string, licence: { clientId: string; guildId: string }): Promise<string> {
    const { keys } = await this.billing.jwks();
    const set = { keys: keys.map((key) => ({ ...key })) };
    const account = await invitedAccount(invitation, set, licence, new Date(this.clock.nowMs()));
    if (account === null) throw new LinkingError('invitation_invalid');
    return account;
  }
}
