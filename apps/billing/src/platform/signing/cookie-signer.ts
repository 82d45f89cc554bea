import { createHmac } from 'node:crypto';
import { constantTimeEquals, randomToken, readOrCreateSecret } from '@pulsetech/server-kit';

/** Signs what is left with a browser and must come back unchanged (HMAC-SHA-256). */
export class CookieSigner {
  private constructor(private readonly secret: string) {}

  static readOrCreate(dir: string): CookieSigner {
    return new CookieSigner(readOrCreateSecret(dir, 'billing.cookie-secret', () => randomToken(32)));
  }

  /** A signature over the parts together; where one part ends and the next begins is part of it. */
  sign(parts: readonly string[]): string {
    return createHmac('sha256', this.secret).update(JSON.stringify(parts)).digest('base64url');
  }

  isSignature(signature: string, parts: readonly string[]): boolean {
    return constantTimeEquals(signature, this.sign(parts));
  }
}
