import { Injectable } from '@nestjs/common';
import type { SiteDto } from '@pulsetech/contracts';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import { SiteNotRegistered } from '../sites/sites.errors.js';
import { SitesRepository } from '../sites/sites.repository.js';
import { GatewayStatus } from './gateway/gateway-status.js';
import { PushesRepository } from './pushes/pushes.repository.js';

/** How changes in Discord get to a site. */
@Injectable()
export class SiteStatusService {
  constructor(
    private readonly sites: SitesRepository,
    private readonly pushes: PushesRepository,
    private readonly gateway: GatewayStatus,
  ) {}

  /** Throws SiteNotRegistered. */
  async of({ id, guildId }: LicenceEntity): Promise<SiteDto> {
    const site = await this.sites.find(id);
    if (!site) throw new SiteNotRegistered();
    const [waiting, dead] = await Promise.all([this.pushes.countWaiting(id), this.pushes.countDead(id)]);
    const { state, since, lastHeardAtMs } = this.gateway;
    return {
      guildId,
      url: site.url,
      version: site.version,
      registeredAt: site.registeredAt,
      bot: { state, since: seconds(since), lastHeardAt: lastHeardAtMs === null ? null : seconds(lastHeardAtMs) },
      pushes: {
        waiting,
        dead,
        lastSuccessAt: site.pushSucceededAt,
        lastFailureAt: site.pushFailedAt,
        lastFailure: site.pushFailure,
      },
    };
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
