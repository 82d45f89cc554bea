import { Injectable } from '@nestjs/common';
import type { RelayProfile } from '@pulsetech/contracts';
import { DiscordOAuthClient, DiscordOAuthFailure } from '@pulsetech/discord-client';
import { LicenceAccessService } from '../licenses/licence-access.service.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { ProfileError } from './profile.error.js';
import { TokenHandles } from './token-handles.js';

const RETRY_AFTER_S = 30;

@Injectable()
export class RelayProfileService {
  constructor(
    private readonly access: LicenceAccessService,
    private readonly grants: RelayGrantsRepository,
    private readonly handles: TokenHandles,
    private readonly discord: DiscordOAuthClient,
  ) {}

  /** Throws ProfileError. */
  async me(authorization: string | undefined): Promise<RelayProfile> {
    const handle = this.handles.open(/^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '', ['access']);
    if (!handle) throw new ProfileError('unauthorized');
    const licence = await this.access.findUsable(handle.clientId);
    if (!licence || !(await this.grants.exists(handle.grantId, licence.id))) throw new ProfileError('unauthorized');
    try {
      const user = await this.discord.currentUser(handle.token);
      return {
        id: user.id,
        username: user.username,
        global_name: user.global_name ?? null,
        discriminator: user.discriminator,
        avatar: user.avatar ?? null,
        ...(user.locale === undefined ? {} : { locale: user.locale }),
        ...(user.email === undefined ? {} : { email: user.email }),
        ...(user.verified === undefined ? {} : { verified: user.verified }),
      };
    } catch (error) {
      throw profileErrorOf(error);
    }
  }
}

function profileErrorOf(error: unknown): unknown {
  if (!(error instanceof DiscordOAuthFailure)) return error;
  if (error.code === 'token_invalid') return new ProfileError('unauthorized');
  const wait = error.retryAfterMs === undefined ? RETRY_AFTER_S : Math.ceil(error.retryAfterMs / 1000);
  return new ProfileError(error.code === 'discord_rate_limited' ? error.code : 'discord_unavailable', wait);
}
