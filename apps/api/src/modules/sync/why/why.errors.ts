import { DomainError } from '@pulsetech/server-kit';

export type WhyErrorCode = 'person_not_found';

export class WhyError extends DomainError<WhyErrorCode> {}
