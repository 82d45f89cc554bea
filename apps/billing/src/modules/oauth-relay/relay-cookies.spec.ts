import { hashToken } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { FakeClock, temporaryFolder } from '@pulsetech/testing';
import { AppConfig } from '../../platform/config/app-config.js';
import { CookieSigner } from '../../platform/signing/cookie-signer.js';
import { RelayCookies, type Consent } from './relay-cookies.js';

const REQUEST = '0123456789abcdef'.repeat(4);
const TOKEN = 'T'.repeat(43);
const consent: Consent = { clientId: 'site', redirectUri: 'https://lms.example/cb.php', scope: 'identify email' };

describe('the cookies of the relay', () => {
  const folder = temporaryFolder();
  const signer = CookieSigner.readOrCreate(folder.path);
  afterAll(() => folder.remove());

  function cookies(publicUrl: string): RelayCookies {
    return new RelayCookies(Object.assign(new AppConfig(), { BILLING_PUBLIC_URL: publicUrl }), signer, new FakeClock());
  }
  function setBy(work: (response: Response) => void): { header: string; options: Record<string, unknown> } {
    let header = '';
    let options: Record<string, unknown> = {};
    const cookie = (name: string, value: string, given: Record<string, unknown>): void => {
      header = `${name}=${value}`;
      options = given;
    };
    work({ cookie } as unknown as Response);
    return { header, options };
  }
  const asking = (cookie: string): Request => ({ headers: { cookie } }) as Request;

  it('are out of reach of scripts and of other sites’ forms, and over https of other hosts', () => {
    const plain = setBy((response) => cookies('http://localhost:3001').begin(response, REQUEST, TOKEN));
    expect(plain.header).toMatch(/^pulse_relay_0123456789abcdef=/);
    expect(plain.options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: false, path: '/' });
    const secure = setBy((response) => cookies('https://billing.example').begin(response, REQUEST, TOKEN));
    expect(secure.header).toMatch(/^__Host-pulse_relay_0123456789abcdef=/);
    expect(secure.options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true, path: '/' });
  });

  it('tell which browser began a sign-in, and take nothing else for it', () => {
    const relay = cookies('http://localhost:3001');
    const { header } = setBy((response) => relay.begin(response, REQUEST, TOKEN));
    expect(relay.browserOf(asking(`a=b; ${header}; c=d`), REQUEST)).toBe(hashToken(TOKEN));
    expect(relay.browserOf(asking(header), 'f'.repeat(64))).toBeNull();
    for (const other of ['', `${header.split('=')[0] ?? ''}=short`, `x${header}`, `${header}x`]) {
      expect(relay.browserOf(asking(other), REQUEST)).toBeNull();
    }
  });

  it('remember a consent to this site, this address and this much', () => {
    const relay = cookies('http://localhost:3001');
    const { header, options } = setBy((response) => relay.rememberConsent(response, consent));
    expect(options['maxAge']).toBe(180 * 86_400_000);
    expect(relay.hasConsent(asking(header), consent)).toBe(true);
    const others: Consent[] = [
      { ...consent, scope: 'identify' },
      { ...consent, redirectUri: 'https://other.example/cb.php' },
      { ...consent, clientId: 'other' },
    ];
    for (const other of others) {
      const renamed = header.replace('_site=', `_${other.clientId}=`);
      expect(relay.hasConsent(asking(renamed), other)).toBe(false);
    }
    for (const forged of ['', header.replace(/=\d+/, '=9999999999'), `${header}x`, 'pulse_relay_consent_site=1.2']) {
      expect(relay.hasConsent(asking(forged), consent)).toBe(false);
    }
  });
});
