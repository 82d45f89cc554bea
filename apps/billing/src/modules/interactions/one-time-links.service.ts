import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { SignJWT } from 'jose';
import { SigningKey } from '../../platform/signing/signing-key.js';
import type { LicenceEntity } from '../licenses/licence.entity.js';

export const ONE_TIME_LINK_SECONDS = 600;
const LINK_PAGE = '/local/pulsetech_discord/link.php';

/** Addresses at which one Discord account can be linked. */
@Injectable()
export class OneTimeLinks {
  constructor(
    private readonly key: SigningKey,
    private readonly clock: Clock,
  ) {}

  /**
   * The link page of the site with `from`, a JWT signed with EdDSA: `aud` the client id of the licence, `sub` the Discord
   * user id, `name` their user name, `guild`, `jti`, and `exp` in ten minutes. Kept short, since a button takes 512 characters.
   */
  async make(
    siteUrl: string,
    licence: LicenceEntity,
    person: { readonly userId: string; readonly username: string },
  ): Promise<string> {
    const token = await new SignJWT({ guild: licence.guildId, name: person.username })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.key.publicJwk.kid })
      .setSubject(person.userId)
      .setAudience(licence.clientId)
      .setJti(randomBytes(12).toString('base64url'))
      .setExpirationTime(this.clock.nowSeconds() + ONE_TIME_LINK_SECONDS)
      .sign(this.key.privateKey);
    return `${siteUrl}${LINK_PAGE}?from=${token}`;
  }
}
