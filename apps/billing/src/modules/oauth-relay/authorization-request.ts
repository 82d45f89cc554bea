/** What a site asks for at `/oauth2/authorize`, checked; everything but client and redirect URI, which come first. */
export interface AuthorizationRequest {
  readonly state: string;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly prompt: 'consent' | 'none';
}

/** Error codes of RFC 6749 section 4.1.2.1 that the site is told. */
export interface AuthorizationFault {
  readonly error: 'invalid_request' | 'unsupported_response_type' | 'invalid_scope';
  readonly description: string;
}

export const STATE_MAX = 512;
const SCOPES = ['identify', 'email'];
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** A query value that was given exactly once; null otherwise (RFC 6749 section 3.1 forbids repetition). */
export function single(query: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Null when the site sent no usable state; then there is nothing to answer it with. */
export function stateOf(query: Readonly<Record<string, unknown>>): string | null {
  const state = single(query, 'state');
  return state !== null && state.length <= STATE_MAX ? state : null;
}

export function readAuthorizationRequest(
  query: Readonly<Record<string, unknown>>,
  state: string,
): AuthorizationRequest | AuthorizationFault {
  if (single(query, 'response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'Only response_type=code is supported.' };
  }
  const codeChallenge = single(query, 'code_challenge');
  if (codeChallenge === null || !CHALLENGE.test(codeChallenge)) {
    return { error: 'invalid_request', description: 'A code_challenge of 43 characters is required (PKCE).' };
  }
  if (single(query, 'code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', description: 'The code_challenge_method must be S256.' };
  }
  const scopes = (single(query, 'scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (!scopes.includes('identify') || scopes.some((scope) => !SCOPES.includes(scope))) {
    return { error: 'invalid_scope', description: 'The scope is “identify” or “identify email”.' };
  }
  const prompt = single(query, 'prompt') ?? 'consent';
  if (prompt !== 'consent' && prompt !== 'none') {
    return { error: 'invalid_request', description: 'The prompt is “consent” or “none”.' };
  }
  return { state, codeChallenge, prompt, scope: SCOPES.filter((scope) => scopes.includes(scope)).join(' ') };
}
