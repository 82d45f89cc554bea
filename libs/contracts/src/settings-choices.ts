/** How often the scheduled synchronisation runs; the four choices of the settings page. */
export const SYNC_INTERVALS = ['hourly', 'daily', 'weekly', 'manual'] as const;
export type SyncInterval = (typeof SYNC_INTERVALS)[number];

export const LICENCE_STATUSES = ['not_verified', 'valid', 'invalid'] as const;
export type LicenceStatus = (typeof LICENCE_STATUSES)[number];

/** Why a licence is invalid. `unreachable`: the billing server has not answered for longer than the grace of 72 hours. */
export const LICENCE_REASONS = ['format', 'unknown', 'expired', 'revoked', 'unreachable'] as const;
export type LicenceReason = (typeof LICENCE_REASONS)[number];
