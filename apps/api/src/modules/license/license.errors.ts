import { DomainError } from '@pulsetech/server-kit';

export type LicenseErrorCode = 'licence_invalid';

/** What was asked for needs a valid licence. */
export class LicenseError extends DomainError<LicenseErrorCode> {}
