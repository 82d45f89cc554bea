import type { Request } from 'express';

/** Remembers the PKCE verifier of one way out, and answers the `state` to send along. */
export type KeepVerifier = (request: Request, verifier: string) => Promise<string>;

type Stored = (error: Error | null, state?: string) => void;
type Verified = (error: Error | null, verifier: string | false, failure?: object) => void;

/**
 * A state store for one request, as passport-oauth2 wants it. It tells kinds of stores apart by the number of parameters
 * of their methods, so unused ones must stay.
 */
export interface PassportStateStore {
  store(request: Request, verifier: string, state: unknown, meta: unknown, stored: Stored): void;
  verify(request: Request, state: string, meta: unknown, verified: Verified): void;
}

/** For the way out. */
export function storeThatKeeps(keep: KeepVerifier): PassportStateStore {
  return {
    store: (request, verifier, _state, _meta, stored) => {
      keep(request, verifier).then(
        (state) => {
          stored(null, state);
        },
        (error: unknown) => {
          stored(error as Error);
        },
      );
    },
    verify: (_request, _state, _meta, verified) => {
      verified(null, false, { message: 'Nothing was expected back.' });
    },
  };
}

/** For the way back, when the state has been checked already. */
export function storeThatKnows(verifier: string): PassportStateStore {
  return {
    store: (_request, _verifier, _state, _meta, stored) => {
      stored(new Error('The browser has just come back.'));
    },
    verify: (_request, _state, _meta, verified) => {
      verified(null, verifier);
    },
  };
}
