import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readOrCreateSecret } from '@pulsetech/server-kit';
import type { JwksResponse } from '@pulsetech/contracts';
import { calculateJwkThumbprint } from 'jose';

type PublicJwk = JwksResponse['keys'][number];

/** The Ed25519 key that licence assertions are signed with. */
export class SigningKey {
  private constructor(
    readonly privateKey: KeyObject,
    readonly publicJwk: PublicJwk,
  ) {}

  /** Reads the key from `dir`, or makes one there. Its id is the thumbprint of RFC 7638. */
  static async readOrCreate(dir: string): Promise<SigningKey> {
    const privateKey = createPrivateKey(readOrCreateSecret(dir, 'billing.signing-key.pem', newKey));
    const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
    if (x === undefined || privateKey.asymmetricKeyType !== 'ed25519') {
      throw new Error('billing.signing-key.pem does not hold an Ed25519 key.');
    }
    const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
    return new SigningKey(privateKey, { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' });
  }
}

function newKey(): string {
  return String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })).trim();
}
