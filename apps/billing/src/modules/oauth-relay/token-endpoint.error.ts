/** Error codes of RFC 6749 section 5.2, and `temporarily_unavailable` for when Discord does not answer. */
export type TokenErrorCode =
  'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' | 'temporarily_unavailable';

const STATUS = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unsupported_grant_type: 400,
  temporarily_unavailable: 503,
} satisfies Record<TokenErrorCode, number>;

/** A refusal of the token endpoints, in the form that Discord's own have. */
export class TokenEndpointError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: TokenErrorCode,
    readonly description: string,
    options: { status?: number; retryAfterSeconds?: number | undefined } = {},
  ) {
    super(code);
    this.name = 'TokenEndpointError';
    this.status = options.status ?? STATUS[code];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
