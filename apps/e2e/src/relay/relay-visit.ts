import { createHash, randomBytes } from 'node:crypto';
import { DISCORD_IDS } from '../harness/discord-people.js';
import type { IssuedLicence } from '../harness/demo-licence.js';
import type { RunningProduct } from '../harness/running-product.js';

export interface Visit {
  readonly status: number;
  readonly location: string;
  readonly text: string;
  readonly headers: Headers;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, string | number | undefined>;
}

type Fields = Readonly<Record<string, string | undefined>>;

/** A browser and a site, in one sign-in through the built billing server and the sandbox, step by step. */
export class RelayVisit {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(16).toString('hex');
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly product: RunningProduct,
    readonly licence: IssuedLicence,
  ) {}

  private get billingUrl(): string {
    return this.product.deployment.local.billing;
  }

  get redirectUri(): string {
    return `${this.product.url}/local/pulsetech_discord/callback.php`;
  }

  authorizeUrl(changes: Fields = {}): string {
    const parameters: Fields = {
      response_type: 'code',
      client_id: this.licence.clientId,
      redirect_uri: this.redirectUri,
      scope: 'identify email',
      state: this.state,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    return `${this.billingUrl}/oauth2/authorize?${form(parameters).toString()}`;
  }

  authorize(changes: Fields = {}): Promise<Visit> {
    return this.get(this.authorizeUrl(changes));
  }

  /** Presses “Continue to Discord”. */
  async agree(page: Visit, headers: Readonly<Record<string, string>> = {}): Promise<Visit> {
    const request = /name="request" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    return this.post(`${this.billingUrl}/oauth2/consent`, { request, decision: 'continue' }, headers);
  }

  /** From the site's button to where Discord sends the browser back: billing's callback with Discord's code. */
  async fromDiscord(persona: string = DISCORD_IDS.john): Promise<string> {
    const page = await this.authorize();
    const atDiscord = await this.get(page.location === '' ? (await this.agree(page)).location : page.location);
    const requestId = /name="request_id" value="([^"]+)"/.exec(atDiscord.text)?.[1] ?? '';
    const decided = { request_id: requestId, persona, decision: 'authorize' };
    const sandbox = this.product.deployment.addresses.sandbox;
    return (await this.post(`${sandbox}/oauth2/authorize`, decided, { origin: sandbox })).location;
  }

  async code(persona?: string): Promise<string> {
    const back = await this.get(await this.fromDiscord(persona));
    return new URL(back.location).searchParams.get('code') ?? '';
  }

  exchange(code: string, changes: Fields = {}): Promise<TokenAnswer> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      ...changes,
    });
  }

  /** The refresh and access tokens of a whole sign-in. */
  async tokens(persona?: string): Promise<{ refresh: string; access: string }> {
    const { status, body } = await this.exchange(await this.code(persona));
    if (status !== 200) throw new Error(`No tokens: ${status} ${JSON.stringify(body)}`);
    return { refresh: String(body['refresh_token']), access: String(body['access_token']) };
  }

  refresh(refreshToken: string): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  revoke(token: string): Promise<TokenAnswer> {
    return this.client('/oauth2/token/revoke', form({ token }));
  }

  token(fields: Fields): Promise<TokenAnswer> {
    return this.client('/oauth2/token', form(fields));
  }

  /** A token request as it stands, after the client's id and key. */
  async client(path: string, body: URLSearchParams): Promise<TokenAnswer> {
    const { clientId, key } = this.licence;
    const all = new URLSearchParams([['client_id', clientId], ['client_secret', key], ...body]);
    const response = await fetch(this.billingUrl + path, { method: 'POST', body: all });
    return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
  }

  /** Status of `/users/@me` with this token. */
  async me(access: string): Promise<number> {
    const response = await fetch(`${this.billingUrl}/users/@me`, { headers: { authorization: `Bearer ${access}` } });
    await response.text();
    return response.status;
  }

  get(url: string): Promise<Visit> {
    return this.visit(url, { headers: { cookie: this.cookieHeader() } });
  }

  post(url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Visit> {
    return this.visit(url, {
      method: 'POST',
      body: form(fields),
      headers: { cookie: this.cookieHeader(), ...headers },
    });
  }

  private async visit(url: string, init: RequestInit): Promise<Visit> {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      this.cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    const { status, headers } = response;
    return { status, headers, location: headers.get('location') ?? '', text: await response.text() };
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function form(fields: Fields): URLSearchParams {
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given);
}
