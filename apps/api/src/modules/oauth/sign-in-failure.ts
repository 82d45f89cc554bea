import { BillingFailure } from '@pulsetech/billing-client';
import { DISCORD_SIGN_IN_ERRORS, type DiscordSignInError } from '@pulsetech/contracts/constants';
import { DomainError } from '@pulsetech/server-kit';

/** Told to the page when the way to Discord and back ended with something that nobody expected; the log has it. */
export const UNEXPECTED = 'unexpected';
export type SignInFailureCode = DiscordSignInError | typeof UNEXPECTED;

/** Ends the way to Discord and back; the page has the words. */
export class SignInFailure extends Error {
  constructor(
    readonly code: SignInFailureCode,
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
  }
}

/** What a failure of any step means for the person. */
export function failureOf(error: unknown): SignInFailure {
  if (error instanceof SignInFailure) return error;
  const source = innermost(error);
  if (source instanceof BillingFailure) return new SignInFailure(codeOfBilling(source));
  if (source instanceof DomainError && isSignInError(source.code)) return new SignInFailure(source.code);
  return new SignInFailure(UNEXPECTED, source);
}

/** What the relay's `error` parameter means (RFC 6749 section 4.1.2.1). */
export function failureOfRelay(error: string): SignInFailure {
  if (error === 'access_denied') return new SignInFailure('access_denied');
  return new SignInFailure(error === 'unauthorized_client' ? 'licence_invalid' : 'discord_unavailable');
}

function codeOfBilling({ code }: BillingFailure): DiscordSignInError {
  switch (code) {
    case 'billing_unreachable':
      return 'billing_unreachable';
    // The code was used before, or the person took longer than it lives: trying again helps.
    case 'oauth_invalid_grant':
      return 'invalid_state';
    case 'oauth_invalid_client':
    case 'licence_missing':
    case 'licence_unknown':
    case 'licence_expired':
    case 'licence_revoked':
    case 'licence_wrong_site':
      return 'licence_invalid';
    default:
      return 'discord_unavailable';
  }
}

/** passport-oauth2 wraps what its token exchange throws. */
function innermost(error: unknown): unknown {
  return error instanceof Error && 'oauthError' in error ? error.oauthError : error;
}

function isSignInError(code: string): code is DiscordSignInError {
  return DISCORD_SIGN_IN_ERRORS.some((known) => known === code);
}
