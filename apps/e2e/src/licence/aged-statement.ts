import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { ProductDatabase } from '../harness/product-database.js';
import type { RunningProduct } from '../harness/running-product.js';

const HOUR = 3600;

/**
 * Puts the last answer of the billing server so many hours back: what it said then is signed with its own key, as it was
 * said then. Do it while the billing server is stopped.
 */
export async function ageLicence(product: RunningProduct, hours: number): Promise<void> {
  const database = await ProductDatabase.open(product);
  try {
    const [row] = await database.query<{ assertion: string }>('SELECT assertion FROM license_state WHERE id = 1');
    if (!row) throw new Error('The site has no licence.');
    const at = Math.floor(Date.now() / 1000) - hours * HOUR;
    const { kid = '', ...header } = decodeProtectedHeader(row.assertion);
    const statement = await new SignJWT({ ...decodeJwt(row.assertion), iat: at, exp: at + 72 * HOUR })
      .setProtectedHeader({ ...header, kid, alg: 'EdDSA' })
      .sign(signingKey(product.file('secrets'), kid));
    await database.run('UPDATE license_state SET assertion = ?, verified_at = ?, last_attempt_at = ? WHERE id = 1', [
      statement,
      at,
      at,
    ]);
  } finally {
    await database.close();
  }
}

/** The key of the billing server with this thumbprint (RFC 7638), wherever among its secrets it is. */
function signingKey(folder: string, kid: string): KeyObject {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    for (const key of keysIn(readFileSync(join(entry.parentPath, entry.name), 'utf8'))) {
      if (thumbprint(key) === kid) return key;
    }
  }
  throw new Error(`No secret of the billing server is the key ${kid}.`);
}

function keysIn(text: string): KeyObject[] {
  const blocks = text.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? [];
  return blocks.map((block) => createPrivateKey(block.replaceAll('\\n', '\n')));
}

function thumbprint(key: KeyObject): string {
  const { crv, kty, x } = createPublicKey(key).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}
