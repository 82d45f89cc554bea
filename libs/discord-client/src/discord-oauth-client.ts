import { createHash } from 'node:crypto';
import type { APIUser, RESTPostOAuth2AccessTokenResult } from 'discord-api-types/v10';
import { DiscordFailure } from './discord-failure.js';
import { DiscordOAuthFailure } from './discord-oauth-failure.js';
import { InvalidRequestBreaker } from './invalid-request-breaker.js';

export interface DiscordOAuthClientOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Base of the API without the version, such as `https://discord.com/api`. */
  readonly apiUrl: string;
  /** The page of Discord that the browser is sent to, such as `https://discord.com/oauth2/authorize`. */
  readonly authorizeUrl: string;
  /** What Discord calls itself in the `iss` of its redirects (RFC 9207). */
  readonly issuer: string;
  readonly timeoutMs?: number;
  readonly breaker?: InvalidRequestBreaker;
  /** Told of failures that are not about a user's own code or token; for the log. */
  readonly onFailure?: (failure: DiscordOAuthFailure, path: string) => void;
}

/** Discord's answer at the token endpoint. `expires_in` is in seconds. */
export type DiscordTokens = Pick<
  RESTPostOAuth2AccessTokenResult,
  'access_token' | 'token_type' | 'expires_in' | 'refresh_token' | 'scope'
>;

/** The OAuth2 side of Discord for one application. Failures are `DiscordOAuthFailure`s. */
export class DiscordOAuthClient {
  private readonly base: string;
  private readonly breaker: InvalidRequestBreaker;
  private readonly timeoutMs: number;

  constructor(private readonly options: DiscordOAuthClientOptions) {
    this.base = `${options.apiUrl.replace(/\/+$/, '')}/v10`;
    this.breaker = options.breaker ?? new InvalidRequestBreaker();
    this.timeoutMs = options.timeoutMs ?? 10_000;
  }

  /** Where to send the browser. `verifier` is the PKCE secret that `exchangeCode` must show again (RFC 7636, S256). */
  authorizeUrl(request: {
    redirectUri: string;
    scope: string;
    state: string;
    verifier: string;
    prompt: 'consent' | 'none';
  }): string {
    const url = new URL(this.options.authorizeUrl);
    const parameters = {
      response_type: 'code',
      client_id: this.options.clientId,
      redirect_uri: request.redirectUri,
      scope: request.scope,
      state: request.state,
      prompt: request.prompt,
      code_challenge: createHash('sha256').update(request.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }

  /** Whether a redirect back to us names Discord as its issuer; before October 2026 Discord named none. */
  acceptsIssuer(iss: string | undefined): boolean {
    return iss === undefined || iss.replace(/\/$/, '') === this.options.issuer.replace(/\/$/, '');
  }

  async exchangeCode(request: { code: string; redirectUri: string; verifier: string }): Promise<DiscordTokens> {
    return this.tokens({
      grant_type: 'authorization_code',
      code: request.code,
      redirect_uri: request.redirectUri,
      code_verifier: request.verifier,
    });
  }

  /** The refresh token works once: what comes back replaces it, and a lost answer ends the grant. */
  async refresh(refreshToken: string): Promise<DiscordTokens> {
    return this.tokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Ends every token of this user with the whole application, whichever of them is given. */
  async revoke(token: string): Promise<void> {
    await this.form('/oauth2/token/revoke', { token });
  }

  async currentUser(accessToken: string): Promise<APIUser> {
    const body = await this.request('/users/@me', { headers: { authorization: `Bearer ${accessToken}` } });
    if (!isUser(body)) throw new DiscordOAuthFailure('discord_unavailable', { status: 200 });
    return body;
  }

  private async tokens(fields: Record<string, string>): Promise<DiscordTokens> {
    const body = await this.form('/oauth2/token', fields);
    if (!isTokens(body)) throw new DiscordOAuthFailure('discord_unavailable', { status: 200 });
    return body;
  }

  private form(path: string, fields: Record<string, string>): Promise<unknown> {
    const client = { client_id: this.options.clientId, client_secret: this.options.clientSecret };
    return this.request(path, { method: 'POST', body: new URLSearchParams({ ...client, ...fields }) });
  }

  private async request(path: string, init: RequestInit): Promise<unknown> {
    try {
      return await this.send(path, init);
    } catch (error) {
      const isOurs = error instanceof DiscordOAuthFailure && !['invalid_grant', 'token_invalid'].includes(error.code);
      if (isOurs) this.options.onFailure?.(error, path);
      throw error;
    }
  }

  private async send(path: string, init: RequestInit): Promise<unknown> {
    this.assertAllowed();
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.base + path, {
        ...init,
        headers: { accept: 'application/json', 'user-agent': USER_AGENT, ...init.headers },
        redirect: 'error',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      text = await response.text();
    } catch {
      // The error may quote the request; that Discord could not be reached is all there is to say.
      throw new DiscordOAuthFailure('discord_unavailable');
    }
    this.breaker.note(response.status, response.headers.get('x-ratelimit-scope'), null);
    const body = parsed(text);
    if (response.ok) return body;
    throw failureOfAnswer(response, body);
  }

  private assertAllowed(): void {
    try {
      this.breaker.assertClosed(null);
    } catch (error) {
      if (!(error instanceof DiscordFailure)) throw error;
      const wait = error.retryAfterMs;
      throw new DiscordOAuthFailure('discord_rate_limited', wait === undefined ? {} : { retryAfterMs: wait });
    }
  }
}

/** Discord's network refuses other forms: https://docs.discord.com/developers/reference#user-agent */
const USER_AGENT = 'DiscordBot (https://www.npmjs.com/package/@discordjs/rest, 1.0) PulseTechLMS/1.0';

function failureOfAnswer(response: Response, body: unknown): DiscordOAuthFailure {
  const { status } = response;
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after'));
    const known = Number.isFinite(seconds) && seconds > 0;
    return new DiscordOAuthFailure('discord_rate_limited', {
      status,
      ...(known ? { retryAfterMs: seconds * 1000 } : {}),
    });
  }
  if (status >= 500) return new DiscordOAuthFailure('discord_unavailable', { status });
  const error = isObject(body) ? body.error : undefined;
  if (error === 'invalid_grant' || error === 'invalid_client' || error === 'invalid_request') {
    return new DiscordOAuthFailure(error, { status });
  }
  if (status === 401 && isObject(body)) return new DiscordOAuthFailure('token_invalid', { status });
  // A page of the network in front of Discord, or something new: nothing that would condemn the token.
  return new DiscordOAuthFailure(isObject(body) ? 'invalid_request' : 'discord_unavailable', { status });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTokens(body: unknown): body is DiscordTokens {
  return (
    isObject(body) &&
    typeof body.access_token === 'string' &&
    typeof body.refresh_token === 'string' &&
    typeof body.expires_in === 'number' &&
    typeof body.scope === 'string'
  );
}

function isUser(body: unknown): body is APIUser {
  return isObject(body) && typeof body.id === 'string' && typeof body.username === 'string';
}
