import { Injectable } from '@nestjs/common';
import { DiscordOAuthClient } from '@pulsetech/discord-client';
import { Clock, SecretBox, hashToken, randomToken } from '@pulsetech/server-kit';
import { AppConfig } from '../../platform/config/app-config.js';
import { LicenceAccessService } from '../licenses/licence-access.service.js';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import { LicencesRepository } from '../licenses/licences.repository.js';
import { readAuthorizationRequest, single, stateOf } from './authorization-request.js';
import type { Consent } from './relay-cookies.js';
import { RelayPageError } from './relay-page.error.js';
import type { RelayRequestEntity } from './relay-request.entity.js';
import { RelayRequestsRepository } from './relay-requests.repository.js';
import { backToSite } from './site-redirect.js';

type Query = Readonly<Record<string, unknown>>;

const LIFETIME_S = 600;

/** A request of a site that is in order: the person is asked, or was asked before. */
export interface OpenRequest {
  readonly kind: 'open';
  /** One-time id for the consent form. */
  readonly requestId: string;
  readonly requestHash: string;
  /** For the browser to keep. */
  readonly browserToken: string;
  readonly siteName: string;
  readonly consent: Consent;
}

/** Tells the hash of the token that the browser has for a sign-in; null when it has none. */
export type BrowserProof = (requestHash: string) => string | null;

export type AuthorizationOutcome = OpenRequest | { readonly kind: 'redirect'; readonly url: string };

/** The way from the site to Discord. */
@Injectable()
export class AuthorizationService {
  constructor(
    private readonly access: LicenceAccessService,
    private readonly licences: LicencesRepository,
    private readonly requests: RelayRequestsRepository,
    private readonly discord: DiscordOAuthClient,
    private readonly secrets: SecretBox,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a sign-in. Throws RelayPageError when the site or the way back to it is not to be trusted; other faults of
   * the request are told to the site.
   */
  async open(query: Query): Promise<AuthorizationOutcome> {
    const licence = await this.siteOf(query);
    const redirectUri = await this.registeredUri(licence, query);
    const state = stateOf(query);
    if (state === null) throw new RelayPageError('state_missing');
    const request = readAuthorizationRequest(query, state);
    if ('error' in request) {
      const { error, description } = request;
      return { kind: 'redirect', url: backToSite(redirectUri, { error, error_description: description, state }) };
    }
    const [requestId, browserToken] = [randomToken(32), randomToken(32)];
    const requestHash = hashToken(requestId);
    await this.requests.insert({
      requestHash,
      browserHash: hashToken(browserToken),
      licenceId: licence.id,
      redirectUri,
      siteState: state,
      codeChallenge: request.codeChallenge,
      scope: request.scope,
      prompt: request.prompt,
      expiresAt: this.clock.nowSeconds() + LIFETIME_S,
    });
    const consent = { clientId: licence.clientId, redirectUri, scope: request.scope };
    return { kind: 'open', requestId, requestHash, browserToken, siteName: licence.name, consent };
  }

  /** The person agreed, now or before: to Discord. The consent tells what to remember. */
  async goOn(requestId: string, browser: BrowserProof): Promise<{ url: string; consent: Consent }> {
    const { request, licence } = await this.find(requestId, browser);
    const state = randomToken(32);
    const verifier = randomToken(48);
    const wentOn = await this.requests.goOn(request.id, {
      discordStateHash: hashToken(state),
      verifierSealed: this.secrets.seal(verifier),
      expiresAt: this.clock.nowSeconds() + LIFETIME_S,
    });
    if (!wentOn) throw new RelayPageError('request_gone');
    const url = this.discord.authorizeUrl({
      redirectUri: `${this.config.publicUrl}/oauth2/callback`,
      scope: request.scope,
      state,
      verifier,
      prompt: request.prompt,
    });
    return { url, consent: { clientId: licence.clientId, redirectUri: request.redirectUri, scope: request.scope } };
  }

  /** The person did not agree: back to the site. */
  async cancel(requestId: string, browser: BrowserProof): Promise<string> {
    const { request } = await this.find(requestId, browser);
    if (!(await this.requests.use(request.id, this.clock.nowSeconds()))) throw new RelayPageError('request_gone');
    return backToSite(request.redirectUri, {
      error: 'access_denied',
      error_description: 'The person did not agree.',
      state: request.siteState,
    });
  }

  private async find(
    requestId: string,
    browser: BrowserProof,
  ): Promise<{ request: RelayRequestEntity; licence: LicenceEntity }> {
    const request = await this.requests.findByRequestHash(hashToken(requestId));
    const isOpen = request && request.usedAt === null && request.discordStateHash === null;
    if (!isOpen || request.expiresAt <= this.clock.nowSeconds()) throw new RelayPageError('request_gone');
    if (request.browserHash !== browser(request.requestHash)) throw new RelayPageError('other_browser');
    const unusable = (): Error => new RelayPageError('licence_unusable');
    return { request, licence: await this.access.requireUsableById(request.licenceId, unusable) };
  }

  private async siteOf(query: Query): Promise<LicenceEntity> {
    const clientId = single(query, 'client_id');
    if (clientId === null) throw new RelayPageError('unknown_site');
    const licence = await this.access.findUsable(clientId);
    if (licence) return licence;
    const known = await this.licences.findByClientId(clientId);
    throw new RelayPageError(known ? 'licence_unusable' : 'unknown_site');
  }

  private async registeredUri(licence: LicenceEntity, query: Query): Promise<string> {
    const uri = single(query, 'redirect_uri');
    const registered = await this.licences.redirectUris(licence.id);
    // Compared letter by letter: every leniency in this place has been an open redirect somewhere.
    if (uri === null || !registered.includes(uri)) throw new RelayPageError('redirect_uri_mismatch');
    return uri;
  }
}
