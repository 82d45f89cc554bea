import { DomainError } from '@pulsetech/server-kit';

export type MappingsErrorCode = 'mapping_exists' | 'mapping_not_found' | 'discord_role_refused' | 'discord_not_reached';

export class MappingsError extends DomainError<MappingsErrorCode> {}
