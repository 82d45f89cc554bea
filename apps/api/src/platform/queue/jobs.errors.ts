import { DomainError } from '@pulsetech/server-kit';

export type JobsErrorCode = 'jobs_unavailable';

/** Redis, which keeps the jobs, does not answer. */
export class JobsError extends DomainError<JobsErrorCode> {
  constructor(options?: { readonly cause: unknown }) {
    super(
      'jobs_unavailable',
      'The job queue cannot be reached at the moment, so nothing was begun. Try again in a minute.',
      {
        retryAfterSeconds: 60,
        ...options,
      },
    );
  }
}
