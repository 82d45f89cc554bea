import { DomainError } from '@pulsetech/server-kit';

/** Said on the command line only. */
export class DemoError extends DomainError<'site_has_data'> {}
