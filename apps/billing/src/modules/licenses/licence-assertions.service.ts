import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { LICENCE_ASSERTION_AUDIENCE, LICENCE_GRACE_SECONDS, type JwksResponse } from '@pulsetech/contracts';
import { SignJWT } from 'jose';
import { AppConfig } from '../../platform/config/app-config.js';
import { SigningKey } from '../../platform/signing/signing-key.js';
import type { LicenceEntity } from './licence.entity.js';

/** Signs what a site can show itself later without asking us: that its licence was good, and for how long. */
@Injectable()
export class LicenceAssertionsService {
  constructor(
    private readonly config: AppConfig,
    private readonly key: SigningKey,
    private readonly clock: Clock,
  ) {}

  /** A JWT as described at `VerifyLicenceResponse.assertion`. */
  async sign(licence: LicenceEntity): Promise<string> {
    const now = this.clock.nowSeconds();
    const end = Math.min(now + LICENCE_GRACE_SECONDS, licence.expiresAt ?? Infinity);
    return new SignJWT({ guild: licence.guildId, key: licence.keyHash })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.key.publicJwk.kid, typ: 'JWT' })
      .setIssuer(this.config.publicUrl)
      .setSubject(licence.clientId)
      .setAudience(LICENCE_ASSERTION_AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(end)
      .sign(this.key.privateKey);
  }

  keys(): JwksResponse {
    return { keys: [this.key.publicJwk] };
  }
}
