import { Injectable } from '@nestjs/common';
import { Clock, hashToken } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { AppConfig } from '../../platform/config/app-config.js';
import { CookieSigner } from '../../platform/signing/cookie-signer.js';

const CONSENT_DAYS = 180;
const CONSENT_S = CONSENT_DAYS * 86_400;
/** From the site's request to the answer of Discord: ten minutes for the person here, ten there. */
const SIGN_IN_S = 1200;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a person agreed to: this site, returning to this address, receiving this. */
export interface Consent {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
}

/**
 * The relay's two kinds of cookies: one for each sign-in under way, which proves that this browser began it, and one for
 * each site that the person agreed to. Neither is sent with forms of other sites, and over https no other host can set
 * them (the `__Host-` prefix).
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

  /** Leaves the token of a sign-in with the browser that begins it. */
  begin(response: Response, requestHash: string, token: string): void {
    this.set(response, this.signInName(requestHash), token, SIGN_IN_S * 1000);
  }

  /** Hash of the token that this browser has for a sign-in; null when it has none. */
  browserOf(request: Request, requestHash: string): string | null {
    const token = readCookie(request, this.signInName(requestHash));
    return token !== null && TOKEN.test(token) ? hashToken(token) : null;
  }

  end(response: Response, requestHash: string): void {
    response.clearCookie(this.signInName(requestHash), this.attributes);
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

  private set(response: Response, name: string, value: string, maxAge: number): void {
    response.cookie(name, value, { ...this.attributes, maxAge });
  }

  private get attributes() {
    return { httpOnly: true, sameSite: 'lax', secure: this.config.https, path: '/' } as const;
  }

  private signInName(requestHash: string): string {
    return `${this.prefix}pulse_relay_${requestHash.slice(0, 16)}`;
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
