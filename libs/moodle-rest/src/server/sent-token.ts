import type { RawRequest } from './rest-request.js';

const NAME = 'wstoken';

/** So many bytes follow the name at most: more than marks, line breaks and the longest token. */
const MAX_REST = 512;

/**
 * The token as it stands in a request that was not read yet: good enough to tell a caller who is known from a flood, at
 * the cost of one search. Null when none is seen, as when it is written in another way than clients do.
 */
export function sentToken({ query, body, bearer }: RawRequest): string | null {
  return tokenInBody(body) ?? tokenInQuery(query) ?? bearer;
}

function tokenInQuery(query: string): string | null {
  const at = query.lastIndexOf(`${NAME}=`);
  return at < 0 ? null : tokenIn(query.slice(at, at + MAX_REST));
}

function tokenInBody(body: Buffer): string | null {
  const at = body.lastIndexOf(NAME);
  return at < 0 ? null : tokenIn(body.toString('latin1', at, at + MAX_REST));
}

function tokenIn(text: string): string | null {
  return /^wstoken(?:=|"?\r?\n\r?\n)([^&\r\n]*)/.exec(text)?.[1] ?? null;
}
