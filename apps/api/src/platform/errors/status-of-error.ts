import type { AccountsErrorCode } from '../../modules/accounts/accounts.errors.js';
import type { LicenseErrorCode } from '../../modules/license/license.errors.js';
import type { LmsErrorCode } from '../../modules/lms/lms.errors.js';
import type { SettingsErrorCode } from '../../modules/settings/settings.errors.js';

/** Every way in which an operation of this server can end badly. */
export type ErrorCode = AccountsErrorCode | SettingsErrorCode | LicenseErrorCode | LmsErrorCode;

/** The one place where an error gets its HTTP status; a new code without one does not compile. */
export const STATUS_OF_ERROR = {
  stale_settings: 409,
  licence_invalid: 409,
  lms_unavailable: 503,
  username_taken: 409,
  sign_in_busy: 503,
  sign_in_required: 401,
  not_permitted: 403,
  csrf_invalid: 403,
  invalid_login: 401,
  too_many_attempts: 429,
} as const satisfies Record<ErrorCode, number>;
