/**
 * How a sign-in or a linking by Discord can end without success. The callback puts the code into the address of the page
 * it returns to (`?discorderror=<code>`), and the page has the words for it.
 */
export const DISCORD_SIGN_IN_ERRORS = [
  'access_denied',
  'invalid_state',
  'discord_login_disabled',
  'licence_invalid',
  'billing_unreachable',
  'discord_unavailable',
  'account_not_found',
  'email_in_use',
  'account_suspended',
  'discord_account_taken',
  'already_linked',
  'wrong_discord_account',
  'link_not_allowed',
  'sign_in_first',
  'too_many_attempts',
] as const;
export type DiscordSignInError = (typeof DISCORD_SIGN_IN_ERRORS)[number];

/** Error codes of the billing server's own API (`{ error: { code, message } }`). */
export const BILLING_ERROR_CODES = [
  'licence_missing',
  'licence_unknown',
  'licence_expired',
  'licence_revoked',
  'licence_wrong_site',
  'discord_unavailable',
  'discord_rate_limited',
  'discord_unauthorized',
  'guild_unreadable',
  'missing_access',
  'role_limit_reached',
  'snapshot_unknown',
  'snapshot_not_ready',
  'invalid_request',
  'too_many_requests',
  'not_found',
  'internal_error',
] as const;
export type BillingErrorCode = (typeof BILLING_ERROR_CODES)[number];
