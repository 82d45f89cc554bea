import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { RelayTokens } from '@pulsetech/contracts';
import { Clock, SecretBox } from '@pulsetech/server-kit';
import { UserLocks } from '../../platform/locks/user-locks.js';
import { LicenseService } from '../license/license.service.js';
import type { DiscordTokens, SealedTokens } from './discord-link.js';
import { LinksRepository } from './links.repository.js';

/** So long before its end a token is taken for expired, in seconds. */
const EARLY_SECONDS = 300;

/** A refresh token works once: whoever comes second must find the new pair, not use the old one again. */
@Injectable()
export class DiscordTokensService {
  private readonly logger = new Logger(DiscordTokensService.name);

  constructor(
    private readonly links: LinksRepository,
    private readonly billing: BillingClient,
    private readonly licenses: LicenseService,
    private readonly secretBox: SecretBox,
    private readonly locks: UserLocks,
    private readonly clock: Clock,
  ) {}

  seal(tokens: DiscordTokens): SealedTokens {
    return {
      access: this.secretBox.seal(tokens.access),
      refresh: this.secretBox.seal(tokens.refresh),
      expiresAt: this.clock.nowSeconds() + Math.max(0, Math.floor(tokens.expiresInSeconds)),
    };
  }

  /**
   * A usable access token, refreshed first where it is about to expire. Null when there is none, and the person must
   * authorise at Discord again.
   *
   * @throws BillingFailure, LicenseError
   */
  async accessTokenOf(userId: number): Promise<string | null> {
    const tokens = await this.links.findTokens(userId);
    if (tokens === null) return null;
    const access = this.isFresh(tokens, EARLY_SECONDS) ? this.open(tokens.access) : null;
    return access ?? this.refresh(userId, EARLY_SECONDS);
  }

  /**
   * Refreshes tokens that expire within so many seconds; those that another process has refreshed meanwhile are left
   * alone. Tokens that Discord does not take any more are dropped: the link stays, and asks for a new authorisation.
   */
  async refresh(userId: number, withinSeconds: number): Promise<string | null> {
    const { clientId, key } = await this.licenses.requireUsable();
    return this.locks.withLock(userId, async () => {
      const tokens = await this.links.findTokens(userId);
      if (tokens === null) return null;
      const refreshToken = this.open(tokens.refresh);
      const access = this.isFresh(tokens, withinSeconds) ? this.open(tokens.access) : null;
      if (access !== null) return access;
      const renewed = refreshToken === null ? null : await this.askForNew({ clientId, key, refreshToken });
      if (renewed !== null) {
        await this.links.updateTokens(userId, this.seal(renewed));
        return renewed.access;
      }
      await this.links.dropTokens(userId);
      this.logger.log(`The Discord tokens of user ${userId} are of no use any more and were dropped`);
      return null;
    });
  }

  /** Ends the authorisation at Discord as well as it can be done now; the stored tokens are the caller's to remove. */
  async revoke(userId: number): Promise<void> {
    const tokens = await this.links.findTokens(userId);
    const token = tokens && this.open(tokens.refresh);
    if (token === null) return;
    try {
      const { clientId, key } = await this.licenses.requireUsable();
      await this.billing.revokeToken({ clientId, key, token });
    } catch (error) {
      this.logger.warn({ err: error }, `The Discord tokens of user ${userId} could not be revoked`);
    }
  }

  private async askForNew(of: { clientId: string; key: string; refreshToken: string }): Promise<DiscordTokens | null> {
    try {
      return fromRelay(await this.billing.refreshToken(of));
    } catch (error) {
      if (error instanceof BillingFailure && error.code === 'oauth_invalid_grant') return null;
      throw error;
    }
  }

  /** Null when the key that sealed it is gone; the person can authorise again. */
  private open(sealed: string): string | null {
    try {
      return this.secretBox.open(sealed);
    } catch (error) {
      this.logger.warn({ err: error }, 'A stored Discord token cannot be opened');
      return null;
    }
  }

  private isFresh({ expiresAt }: SealedTokens, withinSeconds: number): boolean {
    return expiresAt - this.clock.nowSeconds() > withinSeconds;
  }
}

function fromRelay({ access_token, refresh_token, expires_in }: RelayTokens): DiscordTokens {
  return { access: access_token, refresh: refresh_token, expiresInSeconds: expires_in };
}
