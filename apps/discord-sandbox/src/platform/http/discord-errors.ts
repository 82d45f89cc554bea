import { type Reply, jsonReply, Refusal } from './reply.js';

/** Discord's own error codes with the status and the message that go with them. */
const known: Readonly<Record<number, readonly [status: number, message: string]>> = {
  0: [401, '401: Unauthorized'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  20028: [429, 'The channel you are writing has hit the write rate limit.'],
  20029: [429, 'The write action you are performing on the server has hit the write rate limit.'],
  30005: [400, 'Maximum number of guild roles reached (250)'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40062: [429, 'Service resource is being rate limited.'],
  40333: [403, 'internal network error'],
  50001: [403, 'Missing Access'],
  50013: [403, 'Missing Permissions'],
  50025: [401, 'Invalid OAuth2 access token provided'],
  50026: [403, 'Missing required OAuth2 scope'],
  50035: [400, 'Invalid Form Body'],
  50109: [400, 'The request body contains invalid JSON.'],
  130000: [503, 'API resource is currently overloaded. Try again a little later.'],
};

const plainMessages: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The answer for an error code of Discord's API. An unknown code gets the given status and a plain message. */
export function discordErrorReply(code: number, status?: number): Reply {
  const entry = known[code];
  return jsonReply(status ?? entry?.[0] ?? 400, { message: entry?.[1] ?? 'Unknown error', code });
}

export function discordError(code: number): Refusal {
  return new Refusal(discordErrorReply(code));
}

/** An answer that has a status but no code of its own. */
export function plainErrorReply(status: number): Reply {
  return jsonReply(status, { message: `${status}: ${plainMessages[status] ?? 'Error'}`, code: 0 });
}

export interface FieldFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Discord's 50035 with the faults of each field. */
export function invalidForm(faults: readonly FieldFault[]): Refusal {
  const errors: Record<string, { _errors: { code: string; message: string }[] }> = {};
  for (const { field, code, message } of faults) {
    (errors[field] ??= { _errors: [] })._errors.push({ code, message });
  }
  return new Refusal(jsonReply(400, { message: 'Invalid Form Body', code: 50035, errors }));
}

interface RateLimited {
  readonly retryAfterS: number;
  readonly scope: 'user' | 'global' | 'shared';
  readonly code?: number;
}

/** A 429 answer; Discord's body carries a code only for its write limits. */
export function rateLimitedReply({ retryAfterS, scope, code }: RateLimited): Reply {
  const global = scope === 'global';
  const message = (code === undefined ? undefined : known[code]?.[1]) ?? 'You are being rate limited.';
  return jsonReply(
    429,
    { message, retry_after: retryAfterS, global, ...(code === undefined ? {} : { code }) },
    {
      'retry-after': String(Math.ceil(retryAfterS)),
      'x-ratelimit-scope': scope,
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  );
}
