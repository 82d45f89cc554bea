/** Which jobs of a kind begin first; a lower number comes before a higher one. */
export const PRIORITY = {
  /** Somebody looks at the screen until it is done. */
  person: 1,
  /** Something happened in Discord just now. */
  push: 5,
  /** Something that did not work before is tried again. */
  recovery: 8,
  /** Everybody's turn. */
  run: 10,
} as const;

/** Travels as JSON: plain values, and nothing that is secret. */
export type JobData = object;

/** What is given to whoever carries a job out. */
export interface Job<T extends JobData> {
  readonly data: T;
  /** 1 the first time, and one more after each failure. */
  readonly attempt: number;
  /** Whether a failure now is the end of it. */
  readonly isLastAttempt: boolean;
  /**
   * Aborted when this process ends. Work that throws after that is given back, to be begun anew by another process, and it
   * does not count as a failure.
   */
  readonly signal: AbortSignal;
}

export interface HandlingOptions {
  /** So many of the kind at a time in each process. */
  readonly concurrency: number;
  /** How often a job is begun in all before it is given up, at least 1. */
  readonly attempts: number;
  /**
   * The pause after the first failure, doubled with each further one; or each pause by itself, the last one for all that
   * follow. Up to a fifth is added or taken by chance, so that what failed together is not tried again together.
   */
  readonly backoffMs: number | readonly number[];
}

export interface AddingOptions {
  /**
   * Jobs of a kind with the same key are one as long as none of them was begun: a later one is dropped, but begins a
   * delayed one at once when it has no delay itself. While one is at work, one more may wait until that one has ended: the
   * last that came, but a delayed one never takes the place of one without delay. One without delay does not wait for
   * further attempts of one that fails: it takes its place.
   */
  readonly key?: string;
  /** See {@link PRIORITY}; that of recovery when there is none. */
  readonly priority?: number;
  readonly delayMs?: number;
}

/** Jobs of all kinds, or of one. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Given up after their last attempt; old ones are forgotten. */
  readonly failed: number;
}

/**
 * Work that is done beside requests: in this process, or on Redis by any server process of the site. A job is done at
 * least once where Redis keeps it, and may be lost with the process otherwise: what must not be lost stands in the
 * database, where its owner finds it again. Work is therefore safe to repeat.
 *
 * Only server processes carry jobs out; the command line may add some.
 */
export abstract class Jobs {
  /** Whether another process may carry out what this one adds. */
  abstract readonly shared: boolean;

  /** Says once, before the application starts, who carries out the jobs of a kind. Letters, digits and hyphens. */
  abstract handle<T extends JobData>(
    kind: string,
    options: HandlingOptions,
    work: (job: Job<T>) => Promise<void>,
  ): void;

  /**
   * Adds a job of a kind that this process handles, also when it never carries any out itself.
   *
   * @throws JobsError when Redis does not take it
   */
  abstract add(kind: string, data: JobData, options?: AddingOptions): Promise<void>;

  /** Adds a job without data every so many milliseconds, once over all processes, beginning soon after the start. */
  abstract every(kind: string, ms: number): void;

  /** Whether jobs can be added at this moment. */
  abstract isReachable(): boolean;

  /** @throws JobsError when Redis does not answer */
  abstract counts(kind?: string): Promise<JobCounts>;
}
