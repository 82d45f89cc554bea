import { Injectable, Logger } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import type { LinkedAccount, LinkPageDto, SyncNowDto } from '@pulsetech/contracts';
import { avatarUrl } from '@pulsetech/domain';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenseService } from '../license/license.service.js';
import { SyncService } from '../sync/user/sync.service.js';
import { SyncViewService } from '../sync/view/sync-view.service.js';
import type { DiscordLink } from './discord-link.js';
import { parseDiscordProfile } from './discord-profile.js';
import { DiscordTokensService } from './discord-tokens.service.js';
import { LinkingError } from './linking.errors.js';
import { LinkingService, storedProfile } from './linking.service.js';
import { LinksRepository } from './links.repository.js';
import { SyncNowLimiter } from './sync-now-limiter.js';

/** What the linking page shows, and its "Sync now". */
@Injectable()
export class LinkingViewService {
  private readonly logger = new Logger(LinkingViewService.name);

  constructor(
    private readonly links: LinksRepository,
    private readonly linking: LinkingService,
    private readonly tokens: DiscordTokensService,
    private readonly licenses: LicenseService,
    private readonly sync: SyncService,
    private readonly views: SyncViewService,
    private readonly billing: BillingClient,
    private readonly limiter: SyncNowLimiter,
    private readonly config: AppConfig,
  ) {}

  async page(userId: number): Promise<LinkPageDto> {
    const [link, licence, view, obstacle] = await Promise.all([
      this.links.findByUserId(userId),
      this.licenses.current(),
      this.views.linkView(userId),
      this.linking.obstacleToUnlinking(userId),
    ]);
    return {
      account: link && this.accountOf(link),
      guildName: licence.guildName,
      membership: view.membership,
      expected: view.expected,
      linking: { available: licence.usable, detail: licence.usable ? authorisationDetail(link) : licence.message },
      unlinking: { available: obstacle === null, detail: obstacle?.message ?? null },
      unlinkEffect: view.unlinkEffect,
    };
  }

  /** Reads the Discord roles now and applies them. `keepSid`: the session that asks, which survives it. */
  syncNow(userId: number, keepSid: string): Promise<SyncNowDto> {
    return this.limiter.run(userId, () => this.readAndApply(userId, keepSid));
  }

  private async readAndApply(userId: number, keepSid: string): Promise<SyncNowDto> {
    const link = await this.links.findByUserId(userId);
    if (link === null) throw new LinkingError('not_linked');
    await this.refreshProfile(link);
    const { result, problems } = await this.sync.observeAndSync({ userId, cause: 'manual', keepSid });
    const detail = authorisationDetail(await this.links.findByUserId(userId));
    return { result, problems: detail === null ? problems : [...problems, detail] };
  }

  /** Brings name and picture up to date, where that can be done now. */
  private async refreshProfile({ userId, discordId, hasTokens }: DiscordLink): Promise<void> {
    if (!hasTokens) return;
    try {
      const token = await this.tokens.accessTokenOf(userId);
      const profile = token === null ? null : parseDiscordProfile(await this.billing.me(token));
      if (profile?.id === discordId) await this.links.updateProfile(userId, storedProfile(profile));
    } catch (error) {
      // One refusal proves nothing: Discord is known to answer 401 for tokens that are valid.
      this.logger.warn({ err: error }, `The Discord profile of user ${userId} could not be read`);
    }
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

function authorisationDetail(link: DiscordLink | null): string | null {
  if (!link?.authorisationEnded) return null;
  return 'Discord ended its authorisation for this site. Your roles are still read; to keep name and picture up to date, authorise again with “Link My Discord Account”.';
}
