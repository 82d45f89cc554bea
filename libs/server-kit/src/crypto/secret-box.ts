import { createHmac, hkdfSync } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { ConfigError } from '../config/config.error.js';

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Authenticated encryption of texts and bytes (libsodium secretbox). Sealed form: `keyId.base64url(nonce | box)`.
 * Several keys can open; the first one seals, so keys are rotated by putting a new one in front.
 */
export class SecretBox {
  private constructor(
    private readonly keys: ReadonlyMap<string, Uint8Array>,
    private readonly currentId: string,
  ) {}

  /** `keys`: `id:base64` pairs separated by commas, each 32 bytes. Throws ConfigError, which tells no key. */
  static async create(keys: string): Promise<SecretBox> {
    await sodium.ready;
    const parsed = keys.split(',').map((pair) => parseKey(pair.trim()));
    const [first] = parsed;
    if (!first) throw new ConfigError(['No encryption key is configured.']);
    const byId = new Map(parsed);
    if (byId.size !== parsed.length) throw new ConfigError(['Two encryption keys have the same id.']);
    return new SecretBox(byId, first[0]);
  }

  /** A new random key in the form that `create` reads. */
  static makeKey(id = 'k1'): string {
    const bytes = new Uint8Array(32);
    globalThis.crypto.getRandomValues(bytes);
    return `${id}:${Buffer.from(bytes).toString('base64')}`;
  }

  seal(plain: string | Uint8Array): string {
    const nonce = sodium.randombytes_buf(sodium.crypto_secretbox_NONCEBYTES);
    const box = sodium.crypto_secretbox_easy(plain, nonce, this.keyOf(this.currentId));
    return `${this.currentId}.${Buffer.concat([nonce, box]).toString('base64url')}`;
  }

  /** Throws when the text was changed, or was sealed with a key that is not configured any more. */
  open(sealed: string): string {
    return this.openBytes(sealed).toString('utf8');
  }

  /** What was sealed as bytes. Throws as `open` does. */
  openBytes(sealed: string): Buffer {
    const dot = sealed.indexOf('.');
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    if (dot < 1 || bytes.length < sodium.crypto_secretbox_NONCEBYTES + sodium.crypto_secretbox_MACBYTES) {
      throw new Error('This is not a sealed text.');
    }
    const nonce = bytes.subarray(0, sodium.crypto_secretbox_NONCEBYTES);
    const box = bytes.subarray(sodium.crypto_secretbox_NONCEBYTES);
    return Buffer.from(sodium.crypto_secretbox_open_easy(box, nonce, this.keyOf(sealed.slice(0, dot))));
  }

  /** The key that seals now, by its id: what `derive` is told later to work out the same again. */
  get currentKeyId(): string {
    return this.currentId;
  }

  /**
   * 64 hex digits that follow from `message` and can be worked out again with the same key only. Another `purpose` gives
   * others. Null when the key of this id is not configured any more.
   */
  derive(purpose: string, message: string, keyId: string): string | null {
    const key = this.keys.get(keyId);
    if (!key) return null;
    // A key of its own for each purpose (RFC 5869), so that nothing derived says anything about what is sealed.
    const own = hkdfSync('sha256', key, '', purpose, 32);
    return createHmac('sha256', new Uint8Array(own)).update(message, 'utf8').digest('hex');
  }

  private keyOf(id: string): Uint8Array {
    const key = this.keys.get(id);
    if (!key) throw new Error('The encryption key that sealed this text is not configured any more.');
    return key;
  }
}

function parseKey(pair: string): [string, Uint8Array] {
  const colon = pair.indexOf(':');
  const id = pair.slice(0, colon);
  const key = Buffer.from(pair.slice(colon + 1), 'base64');
  if (colon < 1 || !KEY_ID.test(id) || key.length !== sodium.crypto_secretbox_KEYBYTES) {
    throw new ConfigError(['An encryption key is not of the form id:base64 with 32 bytes.']);
  }
  return [id, new Uint8Array(key)];
}
