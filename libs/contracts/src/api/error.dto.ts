/** Body of every answer of `/api/v1` and of billing's `/v1` that is not a success. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    /** What happened and what to do, for the person who reads it. */
    readonly message: string;
    /** For a 4xx about fields: field name to message. */
    readonly fields?: Readonly<Record<string, string>>;
    /** For a 5xx: what to look for in the log. */
    readonly correlationId?: string;
  };
}
