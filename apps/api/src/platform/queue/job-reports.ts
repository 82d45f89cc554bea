import { Logger } from '@nestjs/common';
import { JobsError } from './jobs.errors.js';

/** What the log tells of jobs that did not end well; both queues say it in the same words. */
export class JobReports {
  private readonly logger = new Logger('Jobs');

  failed(kind: string, error: unknown, of: { readonly attempt: number; readonly pauseMs: number | null }): void {
    const { attempt, pauseMs } = of;
    const facts = { err: error, kind, attempt };
    if (pauseMs === null) this.logger.error(facts, `A job (${kind}) was given up after attempt ${attempt}`);
    else this.logger.warn(facts, `A job (${kind}) failed; it is tried again in ${Math.round(pauseMs / 1000)} s`);
  }

  givenBack(kind: string): void {
    this.logger.log({ kind }, `A job (${kind}) was given back, because this process ends`);
  }

  notScheduled(kind: string, error: unknown): void {
    // That Redis is away is told once, by its connection.
    if (error instanceof JobsError) return;
    this.logger.error({ err: error, kind }, `It could not be looked whether a job (${kind}) is due; it is tried again`);
  }

  stillAtWork(): void {
    this.logger.warn('Some jobs were still at work when this process had to end; others take them up');
  }

  takenUp(kind: string): void {
    this.logger.warn({ kind }, `A job (${kind}) is taken up, because the process that was at work on it died`);
  }

  /** Something went wrong between two jobs; the queue goes on by itself. */
  troubled(kind: string, error: Error): void {
    this.logger.warn({ err: error, kind }, `The queue of jobs (${kind}) was disturbed; it goes on`);
  }
}
