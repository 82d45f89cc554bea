import { generateKeyPairSync, randomInt, type KeyObject } from 'node:crypto';
import { makeLicenceKey } from '@pulsetech/domain';
import { hashToken, type Clock } from '@pulsetech/server-kit';
import { SignJWT } from 'jose';

interface SigningKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const GUILD_ID = '900000000000000001';

/** The licence part of a billing server behind `fetch`: signs, rotates its keys, lies, fails and refuses as a test asks. */
export class SigningBilling {
  readonly key = makeLicenceKey(randomInt);
  readonly asked: string[] = [];
  refusal: string | null = null;
  down = false;
  /** What the licence itself says about its end, Unix seconds. */
  expiresAt: number | null = null;
  /** Until when it counts although it has expired, Unix seconds. */
  graceUntil: number | null = null;
  guild = { id: GUILD_ID, name: 'PulseTech Community' };
  /** Changes what is signed, for answers that must not be believed. */
  claims: Record<string, unknown> = {};
  private signing = newKey('first');
  private published = this.signing;

  constructor(private readonly clock: Clock) {}

  /** From now on signs with another key, and publishes it. */
  rotate(): void {
    this.signing = newKey('second');
    this.published = this.signing;
  }

  /** From now on signs with a key that has the name of the published one. */
  forge(): void {
    this.signing = newKey(this.published.kid);
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    this.asked.push(path);
    if (this.down) throw new TypeError('fetch failed');
    if (path === '/.well-known/jwks.json') {
      const { kid, publicKey } = this.published;
      return Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'EdDSA' }] });
    }
    if (this.refusal) return Response.json({ error: { code: this.refusal, message: '' } }, { status: 403 });
    return Response.json(await this.verification(new Headers(init?.headers).get('authorization') ?? ''));
  };

  private async verification(authorization: string): Promise<object> {
    const now = this.clock.nowSeconds();
    const exp = Math.min(now + 72 * 3600, this.graceUntil ?? this.expiresAt ?? Number.MAX_SAFE_INTEGER);
    const key = hashToken(authorization.replace('Bearer ', ''));
    const assertion = await new SignJWT({
      aud: 'pulsetech-site',
      sub: 'client-1',
      guild: this.guild.id,
      key,
      iat: now,
      exp,
      ...this.claims,
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.signing.kid })
      .sign(this.signing.privateKey);
    const { guild, expiresAt, graceUntil } = this;
    return { status: 'valid', clientId: 'client-1', guild, expiresAt, graceUntil, assertion };
  }
}

function newKey(kid: string): SigningKey {
  return { kid, ...generateKeyPairSync('ed25519') };
}
