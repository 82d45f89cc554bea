import type {
  CreateGuildRoleRequest,
  CreateGuildRoleResponse,
  ForgetMembersRequest,
  GuildRolesResponse,
  JwksResponse,
  MemberLookupResponse,
  RegisterSiteRequest,
  RegisterSiteResponse,
  RelayProfile,
  RelayTokens,
  SiteDto,
  SnapshotDto,
  SnapshotLookupResponse,
  StartSnapshotRequest,
  VerifyLicenceRequest,
  VerifyLicenceResponse,
} from '@pulsetech/contracts';
import {
  isCreatedRole,
  isKeySet,
  isLookup,
  isProfile,
  isRegistration,
  isRoleList,
  isSite,
  isSnapshot,
  isSnapshotLookup,
  isTokens,
  isVerification,
  tellsOfExactly,
} from './answer-shapes.js';
import { BillingFailure } from './billing-failure.js';
import { exchange, type ExchangeOptions, type Question } from './exchange.js';

/** So few members are read one by one. */
const FEW_IDS = 10;
/** Shorter than the 300 s after which Node's fetch gives up by itself. */
const WALK_S = 240;

export interface BillingClientOptions {
  /** Where this server reaches the billing server, without a slash at its end. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly requestId?: ExchangeOptions['requestId'];
  readonly onAnswer?: ExchangeOptions['onAnswer'];
  /** For tests. */
  readonly fetch?: typeof fetch;
}

/**
 * Everything that a site asks of the billing server. `key` is the licence key. Every method throws BillingFailure, whose
 * message is safe to log.
 */
export class BillingClient {
  private readonly options: ExchangeOptions;

  constructor(options: BillingClientOptions) {
    this.options = { fetch: globalThis.fetch, ...options };
  }

  verifyLicence(key: string, body: VerifyLicenceRequest): Promise<VerifyLicenceResponse> {
    return this.ask({ method: 'POST', path: '/v1/licenses/verify', bearer: key, json: body }, isVerification);
  }

  /** The public keys that licence assertions are signed with. */
  jwks(): Promise<JwksResponse> {
    return this.ask({ method: 'GET', path: '/.well-known/jwks.json' }, isKeySet);
  }

  /**
   * The billing server shares what it read in the last seconds; `anew` has it read Discord after it was asked. An answer
   * that was read before all the same, whoever kept it, is none.
   */
  async guildRoles(key: string, { anew = false } = {}): Promise<GuildRolesResponse> {
    const headers = anew ? { headers: { 'Cache-Control': 'no-cache' } } : {};
    const answer = await this.ask({ method: 'GET', path: '/v1/guild/roles', bearer: key, ...headers }, isRoleList);
    if (anew && answer.readAt < answer.receivedAt) throw new BillingFailure('billing_unreachable', 200);
    return answer;
  }

  /** The same idempotency key creates one role only, also when the answer was lost on the way. */
  createGuildRole(key: string, body: CreateGuildRoleRequest, idempotencyKey: string): Promise<CreateGuildRoleResponse> {
    const headers = { 'Idempotency-Key': idempotencyKey };
    return this.ask({ method: 'POST', path: '/v1/guild/roles', bearer: key, json: body, headers }, isCreatedRole);
  }

  /**
   * One observation for each id; at most MEMBER_LOOKUP_MAX ids. Many ids may make the billing server walk a large guild,
   * 1000 members a second at best, so they are waited for; when even that is too short it answers
   * `discord_rate_limited` with the time after which the walk will be done. `maxAgeMs`: what MemberLookupRequest says.
   */
  lookupMembers(
    key: string,
    ids: readonly string[],
    { maxAgeMs }: { maxAgeMs?: number } = {},
  ): Promise<MemberLookupResponse> {
    const path = '/v1/guild/members/lookup';
    const patience =
      ids.length <= FEW_IDS ? {} : { headers: { Prefer: `wait=${WALK_S}` }, timeoutMs: (WALK_S + 10) * 1000 };
    return this.ask(
      {
        method: 'POST',
        path,
        bearer: key,
        json: { ids, ...(maxAgeMs === undefined ? {} : { maxAgeMs }) },
        ...patience,
      },
      isLookup,
    );
  }

  /**
   * Has the members of the guild read once, for the many lookups of one run; answers at once. A walk that is under way, or
   * began at most `maxAgeMs` ago, is shared.
   */
  startSnapshot(key: string, body: StartSnapshotRequest): Promise<SnapshotDto> {
    return this.ask({ method: 'POST', path: '/v1/guild/snapshots', bearer: key, json: body }, isSnapshot);
  }

  /** How a snapshot stands. `snapshot_unknown`: there is none such any more; start another. */
  snapshot(key: string, id: string): Promise<SnapshotDto> {
    return this.ask({ method: 'GET', path: snapshotPath(id), bearer: key }, isSnapshot);
  }

  /**
   * What a complete snapshot says of each id; at most MEMBER_LOOKUP_MAX ids. Waits long, since in a snapshot of the kind
   * `single_reads` the members are read now, five a second at best. Besides the licence's and Discord's codes:
   * `snapshot_unknown`, and `snapshot_not_ready` while it is walking or when it failed.
   */
  async lookupInSnapshot(key: string, id: string, ids: readonly string[]): Promise<SnapshotLookupResponse> {
    const answer = await this.ask(
      {
        method: 'POST',
        path: `${snapshotPath(id)}/lookup`,
        bearer: key,
        json: { ids },
        headers: { Prefer: `wait=${WALK_S}` },
        timeoutMs: (WALK_S + 10) * 1000,
        repeatable: true,
      },
      isSnapshotLookup,
    );
    // Whoever an answer forgets must not be taken for somebody who left.
    if (!tellsOfExactly(ids, answer)) throw new BillingFailure('billing_unreachable', 200);
    return answer;
  }

  registerSite(key: string, body: RegisterSiteRequest): Promise<RegisterSiteResponse> {
    return this.ask({ method: 'PUT', path: '/v1/site', bearer: key, json: body }, isRegistration);
  }

  /** What is registered for the site, and how its pushes get on. `not_found`: nothing is. */
  site(key: string): Promise<SiteDto> {
    return this.ask({ method: 'GET', path: '/v1/site', bearer: key }, isSite);
  }

  /** Nothing is pushed any more about these Discord users, at most MEMBER_LOOKUP_MAX. Safe to repeat. */
  async forgetMembers(key: string, body: ForgetMembersRequest): Promise<void> {
    const path = '/v1/guild/members/forget';
    await exchange(this.options, { method: 'POST', path, bearer: key, json: body, repeatable: true });
  }

  /** Turns the code that the relay sent the browser back with into tokens (authorization code grant with PKCE). */
  exchangeCode(of: {
    clientId: string;
    key: string;
    code: string;
    redirectUri: string;
    codeVerifier: string;
  }): Promise<RelayTokens> {
    const form = {
      client_id: of.clientId,
      client_secret: of.key,
      grant_type: 'authorization_code',
      code: of.code,
      redirect_uri: of.redirectUri,
      code_verifier: of.codeVerifier,
    };
    return this.ask({ method: 'POST', path: '/oauth2/token', form }, isTokens);
  }

  refreshToken(of: { clientId: string; key: string; refreshToken: string }): Promise<RelayTokens> {
    const form = {
      client_id: of.clientId,
      client_secret: of.key,
      grant_type: 'refresh_token',
      refresh_token: of.refreshToken,
    };
    return this.ask({ method: 'POST', path: '/oauth2/token', form }, isTokens);
  }

  /** Revokes an access or refresh token, and with it the other one of the pair. */
  async revokeToken(of: { clientId: string; key: string; token: string }): Promise<void> {
    const form = { client_id: of.clientId, client_secret: of.key, token: of.token };
    await exchange(this.options, { method: 'POST', path: '/oauth2/token/revoke', form });
  }

  /** The Discord user behind an access token. */
  async me(accessToken: string): Promise<RelayProfile> {
    try {
      return await this.ask({ method: 'GET', path: '/users/@me', bearer: accessToken }, isProfile);
    } catch (error) {
      const rejected = error instanceof BillingFailure && error.status === 401;
      throw rejected ? new BillingFailure('oauth_token_rejected', 401) : error;
    }
  }

  /** Whether a billing server answers at all; for health reports. Never throws. */
  async answers(): Promise<boolean> {
    try {
      await this.options.fetch(`${this.options.baseUrl}/health`, { signal: AbortSignal.timeout(2000) });
      return true;
    } catch {
      // Whatever went wrong, the answer is no.
      return false;
    }
  }

  private async ask<T>(question: Question, isRight: (body: unknown) => body is T): Promise<T> {
    const body = await exchange(this.options, question);
    if (!isRight(body)) throw new BillingFailure('billing_unreachable');
    return body;
  }
}

function snapshotPath(id: string): string {
  return `/v1/guild/snapshots/${encodeURIComponent(id)}`;
}
