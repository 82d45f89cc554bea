import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export interface SignatureHeaders {
  readonly signature: string;
  readonly timestamp: string;
}

/** The public key of a Discord application, as the developer portal shows it: 64 hexadecimal digits. */
export function publicKeyOf(hex: string): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' });
}

/** Whether the body was signed so: https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint */
export function isSigned(key: KeyObject, { signature, timestamp }: SignatureHeaders, body: Buffer): boolean {
  if (!/^[0-9a-f]{128}$/i.test(signature)) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'));
}
