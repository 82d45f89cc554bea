import { Injectable } from '@nestjs/common';
import { hashToken } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { sendPage } from '../../platform/pages/send-page.js';
import { single } from './authorization-request.js';
import { AuthorizationService, type OpenRequest } from './authorization.service.js';
import { consentPage } from './consent-page.js';
import { DiscordCallbackService } from './discord-callback.service.js';
import { RelayCookies } from './relay-cookies.js';
import { RelayPageError } from './relay-page.error.js';

/** Leads a browser through the sign-in: which page, which cookie, which redirect. */
@Injectable()
export class AuthorizationPages {
  constructor(
    private readonly authorization: AuthorizationService,
    private readonly callbacks: DiscordCallbackService,
    private readonly cookies: RelayCookies,
    private readonly config: AppConfig,
  ) {}

  async authorize(query: unknown, request: Request, response: Response): Promise<void> {
    const outcome = await this.authorization.open(fields(query));
    if (outcome.kind === 'redirect') {
      redirect(response, outcome.url);
      return;
    }
    this.cookies.begin(response, outcome.requestHash, outcome.browserToken);
    if (this.cookies.hasConsent(request, outcome.consent)) {
      const { url } = await this.authorization.goOn(outcome.requestId, () => hashToken(outcome.browserToken));
      redirect(response, url);
    } else {
      this.ask(outcome, response);
    }
  }

  async consent(form: unknown, request: Request, response: Response): Promise<void> {
    const given = fields(form);
    const requestId = single(given, 'request') ?? '';
    const browser = (requestHash: string): string | null => this.cookies.browserOf(request, requestHash);
    const decision = single(given, 'decision');
    if (decision === 'continue') {
      const { url, consent } = await this.authorization.goOn(requestId, browser);
      this.cookies.rememberConsent(response, consent);
      redirect(response, url);
    } else if (decision === 'cancel') {
      redirect(response, await this.authorization.cancel(requestId, browser));
    } else {
      throw new RelayPageError('request_gone');
    }
  }

  async callback(query: unknown, request: Request, response: Response): Promise<void> {
    const browser = (requestHash: string): string | null => this.cookies.browserOf(request, requestHash);
    const { url, requestHash } = await this.callbacks.finish(fields(query), browser);
    this.cookies.end(response, requestHash);
    redirect(response, url);
  }

  private ask({ siteName, consent, requestId }: OpenRequest, response: Response): void {
    const site = new URL(consent.redirectUri);
    const receivesEmail = consent.scope.split(' ').includes('email');
    const source = consentPage({ siteName, siteHost: site.host, receivesEmail, requestId });
    const targets = [new URL(this.config.DISCORD_AUTHORIZE_URL).origin, site.origin];
    sendPage(response, 200, source, [...new Set(targets)]);
  }
}

function redirect(response: Response, url: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.redirect(303, url);
}

/** Unknown parameters are ignored, as RFC 6749 section 3.1 wants it. */
function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
