import { LICENCE_ASSERTION_AUDIENCE, LICENCE_GRACE_SECONDS } from '@pulsetech/contracts';
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';

/** Which licence, for which Discord server. */
export interface LicenceIdentity {
  readonly clientId: string | null;
  readonly guildId: string | null;
  /** SHA-256 of the licence key, hex. */
  readonly keyHash: string | null;
}

/** What the billing server signed about a licence. Times are Unix seconds. */
export interface LicenceClaims {
  readonly clientId: string;
  readonly guildId: string;
  readonly keyHash: string;
  /** From when on the statement counts no more. */
  readonly until: number;
}

/** `unknown_key`: signed with a key that is not in the set, so that a newer set may help. */
export type AssertionCheck =
  { readonly ok: true; readonly claims: LicenceClaims } | { readonly ok: false; readonly why: 'unknown_key' | 'wrong' };

/**
 * Checks the signature (Ed25519) and the form of an assertion; whether it is past is for the caller to see. The issuer is
 * not compared: the keys come from the billing server itself, and its public address may be written in several ways.
 */
export async function checkAssertion(assertion: string, keys: JSONWebKeySet): Promise<AssertionCheck> {
  try {
    const { payload } = await compactVerify(assertion, createLocalJWKSet(keys), { algorithms: ['EdDSA', 'Ed25519'] });
    const claims = claimsOf(JSON.parse(Buffer.from(payload).toString('utf8')));
    return claims ? { ok: true, claims } : { ok: false, why: 'wrong' };
  } catch (error) {
    return { ok: false, why: error instanceof errors.JWKSNoMatchingKey ? 'unknown_key' : 'wrong' };
  }
}

export function isAbout(claims: LicenceClaims, licence: LicenceIdentity): boolean {
  return (
    claims.keyHash === licence.keyHash && claims.guildId === licence.guildId && claims.clientId === licence.clientId
  );
}

function claimsOf(payload: unknown): LicenceClaims | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { aud, sub, guild, key, iat, exp } = payload as Record<string, unknown>;
  const forSites =
    aud === LICENCE_ASSERTION_AUDIENCE || (Array.isArray(aud) && aud.includes(LICENCE_ASSERTION_AUDIENCE));
  if (!forSites || typeof sub !== 'string' || typeof guild !== 'string' || typeof key !== 'string') return null;
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  return { clientId: sub, guildId: guild, keyHash: key, until: Math.min(exp, iat + LICENCE_GRACE_SECONDS) };
}
