import { DomainError } from '@pulsetech/server-kit';

export type SettingsErrorCode = 'stale_settings';

export class SettingsError extends DomainError<SettingsErrorCode> {}
