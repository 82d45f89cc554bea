/**
 * `invalid_grant`: code or refresh token used, expired, revoked or of another redirect URI. `invalid_client`: our own
 * client id or secret is wrong. `token_invalid`: the access token is no longer accepted.
 */
export type DiscordOAuthFailureCode =
  | 'invalid_grant'
  | 'invalid_client'
  | 'invalid_request'
  | 'token_invalid'
  | 'discord_unavailable'
  | 'discord_rate_limited';

/** A request to Discord's OAuth2 endpoints that did not succeed; it never carries what was sent. */
export class DiscordOAuthFailure extends Error {
  readonly code: DiscordOAuthFailureCode;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: DiscordOAuthFailureCode, details: { status?: number; retryAfterMs?: number } = {}) {
    super(code);
    this.name = 'DiscordOAuthFailure';
    this.code = code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}
