import { DomainError } from '@pulsetech/server-kit';

export type LocksErrorCode = 'busy';

/** Somebody else is at work on the same thing and did not finish in time. */
export class LocksError extends DomainError<LocksErrorCode> {
  constructor() {
    super('busy', 'Somebody else is changing this at the moment. Try again in a minute.', { retryAfterSeconds: 60 });
  }
}
