/** How often the scheduled synchronisation runs; the four choices of the settings page. */
export const SYNC_INTERVALS = ['hourly', 'daily', 'weekly', 'manual'] as const;
export type SyncInterval = (typeof SYNC_INTERVALS)[number];

/**
 * What the web service tells callers of an error beside its code and message, as Moodle's three levels of debugging:
 * nothing; `debuginfo` for developers; or that in the message, too.
 */
export const WEBSERVICE_DEBUG_MODES = ['off', 'developer', 'display'] as const;
export type WebserviceDebugMode = (typeof WEBSERVICE_DEBUG_MODES)[number];

/** For how many days the log of the web service may be kept. */
export const WEBSERVICE_LOG_DAYS = { least: 1, most: 365, byDefault: 30 } as const;
export const WEBSERVICE_LOG_DAYS_MESSAGE = `Choose a whole number of days from ${WEBSERVICE_LOG_DAYS.least} to ${WEBSERVICE_LOG_DAYS.most}.`;

export const LICENCE_STATUSES = ['not_verified', 'valid', 'invalid'] as const;
export type LicenceStatus = (typeof LICENCE_STATUSES)[number];

/**
 * Why a licence is invalid. `wrong_site`: it is for a site at another address. `unreachable`: the billing server has not answered for
 * longer than the grace of 72 hours.
 */
export const LICENCE_REASONS = ['format', 'unknown', 'expired', 'revoked', 'wrong_site', 'unreachable'] as const;
export type LicenceReason = (typeof LICENCE_REASONS)[number];

/** What happens to a course when the Discord role that gave it is lost. */
export const LOSS_POLICIES = ['unenrol', 'suspend'] as const;
export type LossPolicyName = (typeof LOSS_POLICIES)[number];

/**
 * What a run does with people who hold something by a mapping whose Discord role was deleted: `hold` the run until an
 * admin decides, however few they are; `revoke` as when a role is lost, within the removal stop; or `keep` what they have.
 */
export const BROKEN_MAPPING_POLICIES = ['hold', 'revoke', 'keep'] as const;
export type BrokenMappingPolicy = (typeof BROKEN_MAPPING_POLICIES)[number];

export const REMOVAL_STOP_COUNT = { least: 0, most: 1_000_000, byDefault: 20 } as const;
export const REMOVAL_STOP_COUNT_MESSAGE = `Choose a whole number from ${REMOVAL_STOP_COUNT.least} to 1,000,000.`;
/** Percent of the active grants. */
export const REMOVAL_STOP_SHARE = { least: 0, most: 100, byDefault: 10 } as const;
export const REMOVAL_STOP_SHARE_MESSAGE = 'Choose a whole number of percent from 0 to 100.';
/** Days until a suspension becomes an unenrolment; 0 for never. */
export const GRACE_DAYS = { least: 0, most: 3650, byDefault: 0 } as const;
export const GRACE_DAYS_MESSAGE = 'Choose a whole number of days from 0 (never) to 3650.';
/** For how many days runs and recorded changes are kept. */
export const HISTORY_DAYS = { least: 7, most: 3650, byDefault: 365 } as const;
export const HISTORY_DAYS_MESSAGE = 'Choose a whole number of days from 7 to 3650.';
