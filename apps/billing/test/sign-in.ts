import { createHash, randomBytes } from 'node:crypto';
import type { BillingUnderTest, IssuedLicence, JsonAnswer } from './billing-under-test.js';
import { Browser, type Visit } from './browser.js';

type Changes = Readonly<Record<string, string | undefined>>;
type Form = Readonly<Record<string, string>>;

export interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, string>;
  readonly headers: Headers;
}

/** The steps of one sign-in at one site, as the site and the person's browser take them. */
export class SignIn {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = `site-state-${randomBytes(8).toString('hex')}`;

  constructor(
    private readonly billing: BillingUnderTest,
    readonly licence: IssuedLicence,
    readonly browser = new Browser(),
  ) {}

  /** Parameters as a site sends them; a value of undefined leaves one out. */
  authorizeUrl(changes: Changes = {}): string {
    const parameters: Changes = {
      response_type: 'code',
      client_id: this.licence.clientId,
      redirect_uri: this.licence.redirectUri,
      scope: 'identify email',
      state: this.state,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
    return `${this.billing.url}/oauth2/authorize?${query.toString()}`;
  }

  authorize(changes: Changes = {}): Promise<Visit> {
    return this.browser.get(this.authorizeUrl(changes));
  }

  /** Presses a button of the consent page. */
  decide(page: Visit, decision: 'continue' | 'cancel', browser = this.browser): Promise<Visit> {
    const request = /name="request" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    return browser.post(`${this.billing.url}/oauth2/consent`, { request, decision });
  }

  /** From the site's button to Discord's page: the address that the browser is sent to. */
  async toDiscord(): Promise<string> {
    const page = await this.authorize();
    return page.location === '' ? (await this.decide(page, 'continue')).location : page.location;
  }

  /** Back from Discord: the billing server's callback, reached under its address in the test. */
  callback(url: string, browser = this.browser): Promise<Visit> {
    return browser.get(url.replace('http://billing.test', this.billing.url));
  }

  /** The whole way; the code that the site's callback receives. */
  async code(userId?: string): Promise<string> {
    const back = await this.callback(this.billing.discord.approve(await this.toDiscord(), userId));
    return new URL(back.location).searchParams.get('code') ?? '';
  }

  exchange(code: string, changes: Form = {}): Promise<TokenAnswer> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.licence.redirectUri,
      code_verifier: this.verifier,
      ...changes,
    });
  }

  refresh(refreshToken: string): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  token(form: Form): Promise<TokenAnswer> {
    return this.form('/oauth2/token', form);
  }

  revoke(token: string): Promise<TokenAnswer> {
    return this.form('/oauth2/token/revoke', { token });
  }

  /** The tokens of a whole sign-in. */
  async tokens(userId?: string): Promise<{ access: string; refresh: string }> {
    const { body } = await this.exchange(await this.code(userId));
    return { access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '' };
  }

  me(access: string): Promise<JsonAnswer> {
    return this.billing.call('GET', '/users/@me', { key: access });
  }

  private async form(path: string, form: Form): Promise<TokenAnswer> {
    const response = await fetch(this.billing.url + path, {
      method: 'POST',
      body: new URLSearchParams({ client_id: this.licence.clientId, client_secret: this.licence.key, ...form }),
    });
    const body = (await response.json()) as Record<string, string>;
    return { status: response.status, body, headers: response.headers };
  }
}
