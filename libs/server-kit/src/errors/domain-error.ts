export interface DomainErrorOptions {
  readonly cause?: unknown;
  /** What is wrong with which field of a form: field name to message. */
  readonly fields?: Readonly<Record<string, string>>;
  /** When trying again makes sense; becomes the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * An expected way for an operation to end. The code decides the HTTP status (one map per app); the message is read by
 * the person concerned and says what to do next, so it never contains secrets.
 */
export abstract class DomainError<C extends string = string> extends Error {
  readonly fields?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: C,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    if (options.fields) this.fields = options.fields;
    if (options.retryAfterSeconds !== undefined) this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
