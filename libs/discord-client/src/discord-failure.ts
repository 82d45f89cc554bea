/** What can go wrong when Discord is asked, in the words of this product. */
export type DiscordFailureCode =
  | 'discord_unavailable'
  | 'discord_rate_limited'
  | 'discord_unauthorized'
  | 'guild_unreadable'
  | 'missing_access'
  | 'unknown_member'
  | 'unknown_user'
  | 'role_limit_reached'
  | 'invalid_request';

/**
 * A request to Discord that did not succeed. It carries neither the request nor the library's own error object, because
 * those hold tokens and form bodies; it is safe to log.
 */
export class DiscordFailure extends Error {
  readonly code: DiscordFailureCode;
  /** HTTP status, when Discord answered. */
  readonly status: number | undefined;
  /** How long to wait before the next try, in milliseconds, when that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(code: DiscordFailureCode, details: { status?: number; retryAfterMs?: number } = {}) {
    super(code);
    this.name = 'DiscordFailure';
    this.code = code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}
