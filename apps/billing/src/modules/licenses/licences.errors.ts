import { DomainError } from '@pulsetech/server-kit';

export type LicenceErrorCode =
  | 'licence_missing'
  | 'licence_unknown'
  | 'licence_expired'
  | 'licence_revoked'
  | 'licence_wrong_site'
  | 'too_many_requests';

const MESSAGES: Readonly<Record<LicenceErrorCode, string>> = {
  licence_missing: 'Send the licence key as bearer token.',
  licence_unknown: 'This licence key is not known here. Check it for typing errors, or ask whoever issued it.',
  licence_expired: 'This licence has expired. Ask whoever issued it to extend it.',
  licence_revoked: 'This licence has been revoked. Ask whoever issued it for a new one.',
  licence_wrong_site:
    'This licence is for a site at another address. Ask whoever issued it to add the address of this site.',
  too_many_requests: 'Too many wrong licence keys came from this address. Wait ten minutes and try again.',
};

/** A licence that does not entitle to anything, and why. */
export class LicenceError extends DomainError<LicenceErrorCode> {
  constructor(code: LicenceErrorCode, options: { retryAfterSeconds?: number } = {}) {
    super(code, MESSAGES[code], options);
  }
}

/** What the operator asked of the command line that cannot be done. */
export class LicenceCommandError extends DomainError<'invalid_request' | 'not_found'> {}
