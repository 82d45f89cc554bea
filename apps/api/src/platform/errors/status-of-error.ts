import type { AccountsErrorCode } from '../../modules/accounts/accounts.errors.js';
import type { LicenseErrorCode } from '../../modules/license/license.errors.js';
import type { LinkingErrorCode } from '../../modules/linking/linking.errors.js';
import type { LmsErrorCode } from '../../modules/lms/lms.errors.js';
import type { MappingsErrorCode } from '../../modules/mappings/mappings.errors.js';
import type { SettingsErrorCode } from '../../modules/settings/settings.errors.js';
import type { RunsErrorCode } from '../../modules/sync/runs/runs.errors.js';
import type { WhyErrorCode } from '../../modules/sync/why/why.errors.js';
import type { TokensErrorCode } from '../../modules/webservice/tokens.errors.js';
import type { LocksErrorCode } from '../locks/locks.errors.js';
import type { JobsErrorCode } from '../queue/jobs.errors.js';

/** Every way in which an operation of this server can end badly. */
export type ErrorCode =
  | AccountsErrorCode
  | SettingsErrorCode
  | LicenseErrorCode
  | LmsErrorCode
  | LinkingErrorCode
  | TokensErrorCode
  | MappingsErrorCode
  | WhyErrorCode
  | RunsErrorCode
  | LocksErrorCode
  | JobsErrorCode;

/** The one place where an error gets its HTTP status; a new code without one does not compile. */
export const STATUS_OF_ERROR = {
  stale_settings: 409,
  licence_invalid: 409,
  lms_unavailable: 503,
  username_taken: 409,
  image_not_found: 404,
  sign_in_busy: 503,
  sign_in_required: 401,
  not_permitted: 403,
  csrf_invalid: 403,
  invalid_login: 401,
  too_many_attempts: 429,
  account_not_found: 404,
  email_in_use: 409,
  account_suspended: 403,
  discord_account_taken: 409,
  already_linked: 409,
  wrong_discord_account: 409,
  invitation_invalid: 400,
  not_linked: 409,
  no_other_way_in: 409,
  unlink_incomplete: 409,
  linking_busy: 409,
  synced_just_now: 429,
  person_not_found: 404,
  mapping_exists: 409,
  mapping_not_found: 404,
  discord_role_refused: 409,
  discord_not_reached: 503,
  busy: 503,
  run_not_found: 404,
  run_in_progress: 409,
  run_not_held: 409,
  run_not_running: 409,
  run_not_undoable: 409,
  run_followed_too_often: 429,
  jobs_unavailable: 503,
  token_not_found: 404,
  token_owner_not_found: 404,
  token_owner_not_permitted: 403,
  token_owner_unfit: 409,
  token_handover_unsafe: 409,
  token_handover_refused: 409,
} as const satisfies Record<ErrorCode, number>;
