import { Injectable } from '@nestjs/common';
import { DiscordOAuthClient } from '@pulsetech/discord-client';
import { Clock, SecretBox, hashToken, randomToken } from '@pulsetech/server-kit';
import { LicenceAccessService } from '../licenses/licence-access.service.js';
import { LicencesRepository } from '../licenses/licences.repository.js';
import { single } from './authorization-request.js';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayPageError } from './relay-page.error.js';
import type { RelayRequestEntity } from './relay-request.entity.js';
import { RelayRequestsRepository } from './relay-requests.repository.js';
import { backToSite } from './site-redirect.js';

type Query = Readonly<Record<string, unknown>>;

const CODE_LIFETIME_S = 60;

/** The way from Discord back to the site. */
@Injectable()
export class DiscordCallbackService {
  constructor(
    private readonly access: LicenceAccessService,
    private readonly licences: LicencesRepository,
    private readonly requests: RelayRequestsRepository,
    private readonly codes: RelayCodesRepository,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Where the browser goes next. Throws RelayPageError when this answer belongs to no sign-in of this browser. */
  async finish(query: Query, browserHash: string | null): Promise<string> {
    const request = await this.take(query, browserHash);
    const back = (answer: Record<string, string>): string =>
      backToSite(request.redirectUri, { ...answer, state: request.siteState });
    if (!this.discord.acceptsIssuer(single(query, 'iss') ?? undefined)) throw new RelayPageError('wrong_issuer');
    const licence = await this.licences.findById(request.licenceId);
    if (!licence) throw new RelayPageError('unknown_site');
    this.assertStillUsable(await this.access.findUsable(licence.clientId));
    const error = single(query, 'error');
    if (error === 'access_denied') {
      return back({ error, error_description: 'The person did not agree at Discord.' });
    }
    const code = single(query, 'code');
    if (error !== null || code === null || request.verifierSealed === null) {
      return back(errorForSite(error));
    }
    return back({ code: await this.handOut(request, code, request.verifierSealed) });
  }

  /** The sign-in that this answer is for, ended from now on: no answer is taken twice. */
  private async take(query: Query, browserHash: string | null): Promise<RelayRequestEntity> {
    const state = single(query, 'state');
    const request = state === null ? null : await this.requests.findByStateHash(hashToken(state));
    const now = this.clock.nowSeconds();
    if (!request || request.usedAt !== null || request.expiresAt <= now) throw new RelayPageError('request_gone');
    if (request.browserHash !== browserHash) throw new RelayPageError('other_browser');
    if (!(await this.requests.use(request.id, now))) throw new RelayPageError('request_gone');
    return request;
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

  private assertStillUsable(licence: unknown): void {
    if (!licence) throw new RelayPageError('licence_unusable');
  }
}

/** Discord's own error codes may be of any kind; the site gets one of RFC 6749 section 4.1.2.1. */
function errorForSite(error: string | null): Record<string, string> {
  const code = error === 'temporarily_unavailable' ? error : 'server_error';
  return { error: code, error_description: 'Discord did not complete the sign-in.' };
}
