import { Injectable } from '@nestjs/common';
import { Clock, hashToken, randomToken } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { CookieSigner } from '../../platform/signing/cookie-signer.js';

const CONSENT_DAYS = 180;
const CONSENT_S = CONSENT_DAYS * 86_400;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a person agreed to: this site, returning to this address, receiving this. */
export interface Consent {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
}

/**
 * The relay's two cookies: which browser this is, and what was agreed to in it. Neither is sent with forms of other
 * sites, and over https no other host can set them (the `__Host-` prefix).
 */
@Injectable()
export class RelayCookies {
  private readonly prefix: string;

  constructor(
    private readonly config: AppConfig,
    private readonly signer: CookieSigner,
    private readonly clock: Clock,
  ) {
    this.prefix = config.https ? '__Host-' : '';
  }

  /** Hash of this browser's own token; null when it brought none. */
  browserOf(request: Request): string | null {
    const token = readCookie(request, this.browserName);
    return token !== null && TOKEN.test(token) ? hashToken(token) : null;
  }

  /** The same, but a browser that brought none is given one. */
  ensureBrowser(request: Request, response: Response): string {
    const known = this.browserOf(request);
    if (known !== null) return known;
    const token = randomToken(32);
    this.set(response, this.browserName, token);
    return hashToken(token);
  }

  hasConsent(request: Request, consent: Consent): boolean {
    const [expires, signature] = (readCookie(request, this.consentName(consent)) ?? '').split('.');
    if (expires === undefined || signature === undefined || !/^\d{1,12}$/.test(expires)) return false;
    if (Number(expires) <= this.clock.nowSeconds()) return false;
    return this.signer.isSignature(signature, consentParts(consent, expires));
  }

  rememberConsent(response: Response, consent: Consent): void {
    const expires = String(this.clock.nowSeconds() + CONSENT_S);
    const value = `${expires}.${this.signer.sign(consentParts(consent, expires))}`;
    this.set(response, this.consentName(consent), value, CONSENT_S * 1000);
  }

  private set(response: Response, name: string, value: string, maxAge?: number): void {
    response.cookie(name, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.https,
      path: '/',
      ...(maxAge === undefined ? {} : { maxAge }),
    });
  }

  private get browserName(): string {
    return `${this.prefix}pulse_relay`;
  }

  private consentName({ clientId }: Consent): string {
    return `${this.prefix}pulse_relay_consent_${clientId}`;
  }
}

function consentParts(consent: Consent, expires: string): string[] {
  return ['consent', consent.clientId, new URL(consent.redirectUri).origin, consent.scope, expires];
}

function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}
