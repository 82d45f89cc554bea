import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RelayTokens } from '@pulsetech/contracts';
import { DiscordOAuthClient, type DiscordTokens } from '@pulsetech/discord-client';
import { Clock, SecretBox, Transactions, constantTimeEquals, hashToken } from '@pulsetech/server-kit';
import { AppConfig } from '../../platform/config/app-config.js';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import { single } from './authorization-request.js';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { RelayRefreshService } from './relay-refresh.service.js';
import { RelayRevocationService } from './relay-revocation.service.js';
import { RelayTokensBox } from './relay-tokens-box.js';
import { TokenEndpointError } from './token-endpoint.error.js';
import { tokenErrorOf } from './token-error-of.js';

type Form = Readonly<Record<string, unknown>>;

/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** Gives sites tokens for codes and refresh tokens. Failures are TokenEndpointErrors. */
@Injectable()
export class RelayTokensService {
  constructor(
    private readonly codes: RelayCodesRepository,
    private readonly grants: RelayGrantsRepository,
    private readonly refreshing: RelayRefreshService,
    private readonly revocation: RelayRevocationService,
    private readonly box: RelayTokensBox,
    private readonly transactions: Transactions,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async give(licence: LicenceEntity, form: Form): Promise<RelayTokens> {
    const grantType = single(form, 'grant_type');
    if (grantType === 'authorization_code') return this.forCode(licence, form);
    if (grantType === 'refresh_token') return this.refreshing.refresh(licence, single(form, 'refresh_token') ?? '');
    throw new TokenEndpointError('unsupported_grant_type', 'Only authorization_code and refresh_token are supported.');
  }

  private async forCode(licence: LicenceEntity, form: Form): Promise<RelayTokens> {
    const verifier = single(form, 'code_verifier') ?? '';
    if (!VERIFIER.test(verifier))
      throw new TokenEndpointError('invalid_request', 'Invalid "code_verifier" in request.');
    const now = this.clock.nowSeconds();
    // Whoever shows a code uses it up, also when the rest does not fit: a code seen in wrong hands is worth nothing.
    const code = await this.codes.take(hashToken(single(form, 'code') ?? ''), now);
    const isGood =
      code !== null &&
      code.licenceId === licence.id &&
      code.expiresAt > now &&
      constantTimeEquals(code.redirectUri, single(form, 'redirect_uri') ?? '') &&
      constantTimeEquals(code.codeChallenge, challengeOf(verifier));
    if (!isGood) throw new TokenEndpointError('invalid_grant', 'Invalid "code" in request.');
    try {
      const tokens = await this.discord.exchangeCode({
        code: this.secrets.open(code.discordCodeSealed),
        redirectUri: `${this.config.publicUrl}/oauth2/callback`,
        verifier: this.secrets.open(code.verifierSealed),
      });
      const user = await this.discord.currentUser(tokens.access_token);
      return await this.recorded(licence, user.id, tokens);
    } catch (error) {
      throw tokenErrorOf(error, 'Invalid "code" in request.');
    }
  }

  private async recorded(licence: LicenceEntity, discordUserId: string, tokens: DiscordTokens): Promise<RelayTokens> {
    const answer = await this.stored(licence, discordUserId, tokens);
    // Now that the grant is there no revocation begins any more; one that had begun may have ended the new tokens too.
    if (await this.revocation.stopFor(discordUserId)) await this.discord.currentUser(tokens.access_token);
    return answer;
  }

  private stored({ id, clientId }: LicenceEntity, discordUserId: string, tokens: DiscordTokens): Promise<RelayTokens> {
    const now = this.clock.nowSeconds();
    return this.transactions.run(async (tx) => {
      const grant = await this.grants.lock(tx, { licenceId: id, discordUserId }, now);
      const generation = grant.generation + 1;
      const answer = this.box.answerOf({ clientId, grantId: grant.id, discordUserId, generation }, tokens);
      await this.grants.replace(tx, grant.id, { tokensSealed: this.box.seal(answer), generation, now });
      return answer;
    });
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
