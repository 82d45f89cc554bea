import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import type { VerifyLicenceRequest, VerifyLicenceResponse } from '@pulsetech/contracts';
import { GuildNames } from '../guilds/guild-names.js';
import { LicenceAssertionsService } from './licence-assertions.service.js';
import type { LicenceEntity } from './licence.entity.js';
import { LicencesRepository } from './licences.repository.js';

/** Tells a site that its licence is good. Does not depend on Discord. */
@Injectable()
export class LicenceVerificationService {
  constructor(
    private readonly licences: LicencesRepository,
    private readonly assertions: LicenceAssertionsService,
    private readonly guildNames: GuildNames,
    private readonly clock: Clock,
  ) {}

  async verify(licence: LicenceEntity, request: VerifyLicenceRequest): Promise<VerifyLicenceResponse> {
    await this.licences.update(licence.id, {
      verifiedAt: this.clock.nowSeconds(),
      ...(request.siteUrl === undefined ? {} : { siteUrl: request.siteUrl }),
    });
    const [name, assertion] = await Promise.all([
      this.guildNames.nameOf(licence.guildId),
      this.assertions.sign(licence),
    ]);
    return {
      status: 'valid',
      clientId: licence.clientId,
      guild: { id: licence.guildId, name },
      expiresAt: licence.expiresAt,
      assertion,
    };
  }
}
