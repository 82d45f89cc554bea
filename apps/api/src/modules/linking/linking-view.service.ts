import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { LinkedAccount, LinkPageDto, SyncNowDto } from '@pulsetech/contracts';
import { avatarUrl } from '@pulsetech/domain';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseService } from '../license/license.service.js';
import { SyncService } from '../sync/sync.service.js';
import { SyncViewService } from '../sync/sync-view.service.js';
import type { DiscordLink } from './discord-link.js';
import { parseDiscordProfile } from './discord-profile.js';
import { DiscordTokensService } from './discord-tokens.service.js';
import { LinkingError } from './linking.errors.js';
import { storedProfile } from './linking.service.js';
import { LinksRepository } from './links.repository.js';

/** What the linking page shows, and its "Sync now". */
@Injectable()
export class LinkingViewService {
  private readonly logger = new Logger(LinkingViewService.name);

  constructor(
    private readonly links: LinksRepository,
    private readonly tokens: DiscordTokensService,
    private readonly licenses: LicenseService,
    private readonly sync: SyncService,
    private readonly views: SyncViewService,
    private readonly billing: BillingClient,
    private readonly config: AppConfig,
  ) {}

  async page(userId: number): Promise<LinkPageDto> {
    const [link, licence, view] = await Promise.all([
      this.links.findByUserId(userId),
      this.licenses.current(),
      this.views.linkView(userId),
    ]);
    return {
      account: link && this.accountOf(link),
      guildName: licence.guildName,
      membership: view.membership,
      expected: view.expected,
      linking: { available: licence.usable, detail: licence.usable ? null : licence.message },
      unlinkEffect: view.unlinkEffect,
    };
  }

  /** Reads the Discord roles now and applies them. `keepSid`: the session that asks, which survives it. */
  async syncNow(userId: number, keepSid: string): Promise<SyncNowDto> {
    const link = await this.links.findByUserId(userId);
    if (link === null) throw new LinkingError('not_linked');
    const reauthorise = await this.refreshProfile(link);
    const { result, problems } = await this.sync.observeAndSync({ userId, cause: 'manual', keepSid });
    return { result, problems: [...problems, ...reauthorise] };
  }

  /** Brings name and picture up to date; answers what the person should do when Discord ended the authorisation. */
  private async refreshProfile({ userId, discordId, hasTokens }: DiscordLink): Promise<string[]> {
    if (!hasTokens) return [];
    try {
      const token = await this.tokens.accessTokenOf(userId);
      if (token === null) {
        return [
          'Discord ended its authorisation for this site. Your roles are still read; to keep name and picture up to date, authorise again with “Link my Discord account”.',
        ];
      }
      const profile = parseDiscordProfile(await this.billing.me(token));
      if (profile?.id === discordId) await this.links.updateProfile(userId, storedProfile(profile));
    } catch (error) {
      // One refusal proves nothing: Discord is known to answer 401 for tokens that are valid.
      const reason = error instanceof BillingFailure ? error.code : 'unexpected error';
      this.logger.warn({ err: error }, `The Discord profile of user ${userId} could not be read: ${reason}`);
    }
    return [];
  }

  private accountOf({ discordId, username, avatar, linkedAt, lastSyncedAt }: DiscordLink): LinkedAccount {
    const discriminator = /#(\d{4})$/.exec(username ?? '')?.[1] ?? null;
    return {
      discordId,
      username: username ?? discordId,
      avatarUrl: avatarUrl({ id: discordId, avatar, discriminator }, this.config.avatarBaseUrl),
      linkedAt,
      lastSyncedAt,
    };
  }
}
