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

/** Why a licence is invalid. `unreachable`: the billing server has not answered for longer than the grace of 72 hours. */
export const LICENCE_REASONS = ['format', 'unknown', 'expired', 'revoked', 'unreachable'] as const;
export type LicenceReason = (typeof LICENCE_REASONS)[number];
