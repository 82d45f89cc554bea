import { Injectable } from '@nestjs/common';
import { DiscordOAuthClient } from '@pulsetech/discord-client';
import { Clock, SecretBox, hashToken, randomToken } from '@pulsetech/server-kit';
import { LicenceAccessService } from '../licenses/licence-access.service.js';
import { single } from './authorization-request.js';
import type { BrowserProof } from './authorization.service.js';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayPageError } from './relay-page.error.js';
import type { RelayRequestEntity } from './relay-request.entity.js';
import { RelayRequestsRepository } from './relay-requests.repository.js';
import { backToSite } from './site-redirect.js';

type Query = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, string>>;

const CODE_LIFETIME_S = 60;

/** The way from Discord back to the site. */
@Injectable()
export class DiscordCallbackService {
  constructor(
    private readonly access: LicenceAccessService,
    private readonly requests: RelayRequestsRepository,
    private readonly codes: RelayCodesRepository,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Where the browser goes next. Throws RelayPageError when this answer belongs to no sign-in of this browser. */
  async finish(query: Query, browser: BrowserProof): Promise<{ url: string; requestHash: string }> {
    const request = await this.take(query, browser);
    await this.access.requireUsableById(request.licenceId, () => new RelayPageError('licence_unusable'));
    const answer = await this.answer(query, request);
    const url = backToSite(request.redirectUri, { ...answer, state: request.siteState });
    return { url, requestHash: request.requestHash };
  }

  /** The sign-in that this answer is for, ended from now on: no answer is taken twice. */
  private async take(query: Query, browser: BrowserProof): Promise<RelayRequestEntity> {
    const state = single(query, 'state');
    const request = state === null ? null : await this.requests.findByStateHash(hashToken(state));
    if (!request || request.usedAt !== null) throw new RelayPageError('request_gone');
    if (request.browserHash !== browser(request.requestHash)) throw new RelayPageError('other_browser');
    if (!(await this.requests.use(request.id, this.clock.nowSeconds()))) throw new RelayPageError('request_gone');
    return request;
  }

  private async answer(query: Query, request: RelayRequestEntity): Promise<Answer> {
    const issuer = query['iss'] === undefined ? undefined : single(query, 'iss');
    const isFromDiscord = issuer !== null && this.discord.acceptsIssuer(issuer);
    const isInTime = request.expiresAt > this.clock.nowSeconds();
    if (!isFromDiscord || !isInTime || request.verifierSealed === null) return failed('server_error');
    const error = single(query, 'error');
    if (error === 'access_denied') return { error, error_description: 'The person did not agree at Discord.' };
    const code = single(query, 'code');
    if (error !== null || code === null) {
      return failed(error === 'temporarily_unavailable' ? error : 'server_error');
    }
    return { code: await this.handOut(request, code, request.verifierSealed) };
  }

  private async handOut(request: RelayRequestEntity, discordCode: string, verifierSealed: string): Promise<string> {
    const code = randomToken(32);
    await this.codes.insert({
      codeHash: hashToken(code),
      licenceId: request.licenceId,
      redirectUri: request.redirectUri,
      codeChallenge: request.codeChallenge,
      discordCodeSealed: this.secrets.seal(discordCode),
      verifierSealed,
      expiresAt: this.clock.nowSeconds() + CODE_LIFETIME_S,
    });
    return code;
  }
}

/** Discord's own error codes may be of any kind; a site gets one of RFC 6749 section 4.1.2.1. */
function failed(error: 'server_error' | 'temporarily_unavailable'): Answer {
  return { error, error_description: 'The sign-in at Discord was not completed.' };
}
