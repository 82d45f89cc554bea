import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RelayTokens } from '@pulsetech/contracts';
import { DiscordOAuthClient, type DiscordTokens } from '@pulsetech/discord-client';
import { Clock, SecretBox, constantTimeEquals, hashToken } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { AppConfig } from '../../platform/config/app-config.js';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import { single } from './authorization-request.js';
import { PendingRevocationsRepository } from './pending-revocations.repository.js';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { TokenEndpointError } from './token-endpoint.error.js';
import { TokenHandles } from './token-handles.js';
import { tokenErrorOf } from './token-error-of.js';

type Form = Readonly<Record<string, unknown>>;

/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
const REFRESH_REPEATABLE_MS = 60_000;

/** Gives sites tokens for codes and refresh tokens. Failures are TokenEndpointErrors. */
@Injectable()
export class RelayTokensService {
  /**
   * Discord's refresh tokens work once, so a site whose answer was lost would have lost the person. For a minute the
   * same handle gets the same answer.
   */
  private readonly refreshed = new LRUCache<string, Promise<RelayTokens>>({ max: 5000, ttl: REFRESH_REPEATABLE_MS });

  constructor(
    private readonly codes: RelayCodesRepository,
    private readonly grants: RelayGrantsRepository,
    private readonly pendingRevocations: PendingRevocationsRepository,
    private readonly handles: TokenHandles,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async give(licence: LicenceEntity, form: Form): Promise<RelayTokens> {
    const grantType = single(form, 'grant_type');
    if (grantType === 'authorization_code') return this.forCode(licence, form);
    if (grantType === 'refresh_token') return this.forRefreshToken(licence, form);
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

  private forRefreshToken(licence: LicenceEntity, form: Form): Promise<RelayTokens> {
    const sealed = single(form, 'refresh_token') ?? '';
    const key = hashToken(`${licence.clientId} ${sealed}`);
    const known = this.refreshed.get(key);
    if (known) return known;
    const answer = this.refresh(licence, sealed);
    this.refreshed.set(key, answer);
    answer.catch(() => this.refreshed.delete(key));
    return answer;
  }

  private async refresh(licence: LicenceEntity, sealed: string): Promise<RelayTokens> {
    const handle = this.handles.open(sealed, ['refresh']);
    const isGood =
      handle !== null && handle.clientId === licence.clientId && (await this.grants.exists(handle.grantId, licence.id));
    if (!isGood) throw new TokenEndpointError('invalid_grant', 'Invalid "refresh_token" in request');
    try {
      const tokens = await this.discord.refresh(handle.token);
      return this.sealed(licence, handle.grantId, handle.discordUserId, tokens);
    } catch (error) {
      throw tokenErrorOf(error, 'Invalid "refresh_token" in request');
    }
  }

  private async recorded(licence: LicenceEntity, discordUserId: string, tokens: DiscordTokens): Promise<RelayTokens> {
    // A revocation that is still to be sent would end these new tokens too.
    await this.pendingRevocations.deleteOfUser(discordUserId);
    const grant = await this.grants.findOrCreate(licence.id, discordUserId, this.clock.nowSeconds());
    return this.sealed(licence, grant.id, discordUserId, tokens);
  }

  private sealed(licence: LicenceEntity, grantId: number, discordUserId: string, tokens: DiscordTokens): RelayTokens {
    const common = { clientId: licence.clientId, grantId, discordUserId };
    return {
      access_token: this.handles.seal({ ...common, kind: 'access', token: tokens.access_token }),
      token_type: 'Bearer',
      expires_in: tokens.expires_in,
      refresh_token: this.handles.seal({ ...common, kind: 'refresh', token: tokens.refresh_token }),
      scope: tokens.scope,
    };
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
