import { DomainError } from '@pulsetech/server-kit';

export type LmsErrorCode = 'lms_unavailable' | 'username_taken' | 'sign_in_busy' | 'image_not_found';

/** The LMS could not do what was asked of it as a whole; single changes of a batch have outcomes instead. */
export class LmsError extends DomainError<LmsErrorCode> {}
