import { Injectable, Logger } from '@nestjs/common';
import type { RelayTokens } from '@pulsetech/contracts';
import type { DiscordTokens } from '@pulsetech/discord-client';
import { SecretBox } from '@pulsetech/server-kit';
import type { RelayGrantEntity } from './relay-grant.entity.js';
import { TokenHandles, type TokenHandle } from './token-handles.js';

type Holder = Pick<TokenHandle, 'clientId' | 'grantId' | 'discordUserId' | 'generation'>;

/** The answer that a site receives for tokens of Discord, and its sealed form for the database. */
@Injectable()
export class RelayTokensBox {
  private readonly logger = new Logger(RelayTokensBox.name);

  constructor(
    private readonly handles: TokenHandles,
    private readonly secrets: SecretBox,
  ) {}

  answerOf(holder: Holder, tokens: DiscordTokens): RelayTokens {
    return {
      access_token: this.handles.seal({ ...holder, kind: 'access', token: tokens.access_token }),
      token_type: 'Bearer',
      expires_in: tokens.expires_in,
      refresh_token: this.handles.seal({ ...holder, kind: 'refresh', token: tokens.refresh_token }),
      scope: tokens.scope,
    };
  }

  seal(answer: RelayTokens): string {
    return this.secrets.seal(JSON.stringify(answer));
  }

  /** What the site received last, with the seconds that are left of it; null when none is kept or can be opened. */
  heldBy(grant: RelayGrantEntity, now: number): RelayTokens | null {
    if (grant.tokensSealed === null) return null;
    try {
      const answer = JSON.parse(this.secrets.open(grant.tokensSealed)) as RelayTokens;
      return { ...answer, expires_in: Math.max(0, answer.expires_in - (now - (grant.rotatedAt ?? now))) };
    } catch (error) {
      this.logger.error({ err: error }, `The tokens of grant ${grant.id} cannot be opened any more`);
      return null;
    }
  }

  /** Discord's refresh token that this grant holds now; null when none is kept. */
  refreshTokenOf(grant: RelayGrantEntity, now: number): string | null {
    const held = this.heldBy(grant, now);
    return held && (this.handles.open(held.refresh_token, ['refresh'])?.token ?? null);
  }
}
