import type { BillingClient } from '@pulsetech/billing-client';
import DiscordStrategy from 'passport-discord';
import type OAuth2Strategy from 'passport-oauth2';
import { parseDiscordProfile, type DiscordProfile } from '../linking/discord-profile.js';
import type { DiscordTokens } from '../linking/discord-link.js';
import type { PassportStateStore } from './passport-state-store.js';

/** Where and as whom the person is sent to Discord. The relay of the billing server behaves as Discord does. */
export interface RelayOptions {
  readonly clientId: string;
  /** The licence key, which is the client secret at the relay. */
  readonly key: string;
  /** The relay's address for browsers. */
  readonly authorizationUrl: string;
  readonly callbackUrl: string;
  readonly billing: BillingClient;
  readonly store: PassportStateStore;
}

/** What a round trip through Discord ends with. */
export interface DiscordIdentity {
  readonly profile: DiscordProfile;
  readonly tokens: DiscordTokens;
}

type Verified = OAuth2Strategy.VerifyCallback;
type TokenCallback = (error: unknown, access?: string, refresh?: string, results?: unknown) => void;
interface TokenExchange {
  getOAuthAccessToken(code: string, parameters: Readonly<Record<string, string>>, done: TokenCallback): void;
}

/** Only what identifies the person; roles are read by the bot. */
const SCOPES = ['identify', 'email'];

/**
 * passport-discord, sent through the billing server: other addresses, PKCE, our own state store, and all requests made
 * by the billing client, which has a timeout and whose errors carry no secrets.
 */
export class RelayDiscordStrategy extends DiscordStrategy {
  private readonly billing: BillingClient;

  constructor({ clientId, key, authorizationUrl, callbackUrl, billing, store }: RelayOptions) {
    super(
      {
        clientID: clientId,
        clientSecret: key,
        callbackURL: callbackUrl,
        authorizationURL: authorizationUrl,
        tokenURL: authorizationUrl,
        scope: SCOPES,
        state: true,
        pkce: 'S256',
        store: store as unknown as OAuth2Strategy.StateStore,
      } as DiscordStrategy.StrategyOptions,
      (access: string, refresh: string, results: { expires_in: number }, profile: unknown, done: Verified) => {
        const tokens = { access, refresh, expiresInSeconds: results.expires_in };
        done(null, { profile, tokens });
      },
    );
    this.billing = billing;
    (this._oauth2 as unknown as TokenExchange).getOAuthAccessToken = (code, parameters, done) => {
      this.billing
        .exchangeCode({
          clientId,
          key,
          code,
          redirectUri: parameters['redirect_uri'] ?? '',
          codeVerifier: parameters['code_verifier'] ?? '',
        })
        .then(
          (tokens) => {
            done(null, tokens.access_token, tokens.refresh_token, tokens);
          },
          (error: unknown) => {
            done(error);
          },
        );
    };
  }

  override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
    this.billing
      .me(accessToken)
      .then(parseDiscordProfile)
      .then(
        (profile) => {
          done(profile === null ? new Error('Discord sent no usable profile.') : null, profile);
        },
        (error: unknown) => {
          done(error);
        },
      );
  }
}
