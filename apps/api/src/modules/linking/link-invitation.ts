import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose';

/** Longer than any that the billing server makes. */
export const LONGEST_INVITATION = 1024;

/**
 * The Discord user id that an invitation of the bot is for: a JWT that the billing server signed (EdDSA) for this licence
 * (`aud`) and this guild, with the user as `sub`. Null for one that is past, of another site, or forged.
 */
export async function invitedAccount(
  token: string,
  keys: JSONWebKeySet,
  licence: { readonly clientId: string; readonly guildId: string },
  now: Date,
): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: licence.clientId,
      requiredClaims: ['exp', 'jti', 'sub'],
      currentDate: now,
    });
    return payload['guild'] === licence.guildId ? (payload.sub ?? null) : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
