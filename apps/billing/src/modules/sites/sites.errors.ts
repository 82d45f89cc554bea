import { DomainError } from '@pulsetech/server-kit';

/** Nothing was registered for the licence yet. */
export class SiteNotRegistered extends DomainError<'not_found'> {
  constructor() {
    super('not_found', 'No site is registered for this licence yet: generate its web service token in its settings.');
  }
}
