import { Injectable } from '@nestjs/common';
import { Clock, constantTimeEquals, hashToken, randomToken, SecretBox } from '@pulsetech/server-kit';
import { CallersCache } from './callers.cache.js';
import { LoginTokensRepository, type LoginTokenSource, type StoredLoginToken } from './login-tokens.repository.js';

const PURPOSE = 'web service login token';
/** Of Moodle's tokens: 128 bits. */
const HEX_DIGITS = 32;
/** Moodle's default (`tokenduration`): twelve weeks. */
const VALID_SECONDS = 12 * 7 * 24 * 3600;
const NAME = 'Sign-in by username and password';
const MAX_ATTEMPTS = 5;

/**
 * The tokens that `/login/token.php` gives. It gives a person the same token each time, and yet only hashes are stored:
 * the token follows from a random nonce in its row and the site's encryption key, which the database does not have.
 */
@Injectable()
export class LoginTokensService {
  constructor(
    private readonly tokens: LoginTokensRepository,
    private readonly callers: CallersCache,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** The person's valid token for a service (its short name); null when there is none. */
  async existing(userId: number, service: string): Promise<string | null> {
    const stored = await this.tokens.find({ userId, service });
    return stored === null ? null : this.tokenOf(stored);
  }

  /**
   * The person's token for a service (its short name): the one that there is, or a new one where there is none, it has
   * expired, or the encryption key that it follows from is not configured any more. Calls at once get the same.
   */
  async tokenFor(userId: number, service: string): Promise<string> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const stored = await this.tokens.find({ userId, service });
      const valid = stored === null ? null : this.tokenOf(stored);
      if (valid !== null) return valid;
      const { token, source } = this.make();
      const isOurs =
        stored === null
          ? await this.tokens.insert({ userId, service }, NAME, source)
          : await this.tokens.replace(stored, source);
      if (isOurs) {
        this.callers.purge();
        return token;
      }
    }
    throw new Error('A login token was changed each time that it was looked at.');
  }

  /**
   * Ends the person's tokens for all services, as when the password changes with which they were got: here at once, in
   * other processes within seconds.
   */
  async endForUser(userId: number): Promise<void> {
    await this.tokens.removeOf(userId);
    this.callers.purge();
  }

  private make(): { readonly token: string; readonly source: LoginTokenSource } {
    const [nonce, keyId] = [randomToken(), this.box.currentKeyId];
    const token = this.derive(nonce, keyId);
    if (token === null) throw new Error('The current encryption key is not configured.');
    return {
      token,
      source: { nonce, keyId, hash: hashToken(token), validUntil: this.clock.nowSeconds() + VALID_SECONDS },
    };
  }

  private tokenOf({ nonce, keyId, hash, validUntil, expiredAt }: StoredLoginToken): string | null {
    // Nobody is let in with it any more, whatever this process's clock says.
    if (expiredAt !== null) return null;
    if (validUntil !== null && validUntil < this.clock.nowSeconds()) return null;
    const token = this.derive(nonce, keyId);
    // A key of the same id with other bytes gives another token, which nobody would let in.
    return token !== null && constantTimeEquals(hashToken(token), hash) ? token : null;
  }

  private derive(nonce: string, keyId: string): string | null {
    return this.box.derive(PURPOSE, nonce, keyId)?.slice(0, HEX_DIGITS) ?? null;
  }
}
