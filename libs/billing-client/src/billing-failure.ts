import type { BillingErrorCode } from '@pulsetech/contracts';

/**
 * `billing_unreachable`: no answer, an answer from something in between, or one that makes no sense. The `oauth_…` codes
 * come from the relay: `oauth_invalid_grant` means that the code or refresh token is used up or revoked for good, and
 * `oauth_token_rejected` that an access token is not accepted (any more).
 */
export type BillingFailureCode =
  | BillingErrorCode
  | 'billing_unreachable'
  | 'oauth_invalid_grant'
  | 'oauth_invalid_client'
  | 'oauth_token_rejected'
  | 'oauth_failed';

/** The billing server did not do what was asked. Carries codes only: never an address, a body, a key or a token. */
export class BillingFailure extends Error {
  override readonly name = 'BillingFailure';

  constructor(
    readonly code: BillingFailureCode,
    /** HTTP status, where there was an answer. */
    readonly status?: number,
    /** How long to wait before asking again, where the billing server said so. */
    readonly retryAfterMs?: number,
  ) {
    super(`The billing server answered ${code}${status === undefined ? '' : ` (${status})`}.`);
  }
}
