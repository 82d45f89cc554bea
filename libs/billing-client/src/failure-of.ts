import { BILLING_ERROR_CODES, type BillingErrorCode } from '@pulsetech/contracts/constants';
import { BillingFailure, type BillingFailureCode } from './billing-failure.js';

const OAUTH_CODES: Readonly<Record<string, BillingFailureCode>> = {
  invalid_grant: 'oauth_invalid_grant',
  invalid_client: 'oauth_invalid_client',
  unauthorized_client: 'oauth_invalid_client',
  invalid_token: 'oauth_token_rejected',
};

/** What an answer that is not 2xx means. */
export function failureOf(response: Response, body: unknown): BillingFailure {
  return new BillingFailure(codeOf(response.status, body), response.status, retryAfterMs(response));
}

function codeOf(status: number, body: unknown): BillingFailureCode {
  const error = member(body, 'error');
  if (typeof error === 'string') return OAUTH_CODES[error] ?? 'oauth_failed';
  const code = member(error, 'code');
  if (isBillingCode(code)) return code;
  if (status === 429) return 'too_many_requests';
  return 'billing_unreachable';
}

function isBillingCode(code: unknown): code is BillingErrorCode {
  return BILLING_ERROR_CODES.some((known) => known === code);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** `Retry-After` in seconds; its other form, a date, is not used by the billing server. */
function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
}
