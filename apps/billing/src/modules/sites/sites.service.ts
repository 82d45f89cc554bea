import { Injectable } from '@nestjs/common';
import type { RegisterSiteRequest, RegisterSiteResponse } from '@pulsetech/contracts';
import { Clock, SecretBox } from '@pulsetech/server-kit';
import { SitesRepository } from './sites.repository.js';

/** Where the bot reaches the site of a licence. */
@Injectable()
export class SitesService {
  constructor(
    private readonly sites: SitesRepository,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  async register(licenceId: number, request: RegisterSiteRequest): Promise<RegisterSiteResponse> {
    const site = {
      licenceId,
      url: request.url.replace(/\/+$/, ''),
      tokenSealed: this.secrets.seal(request.webserviceToken),
      registeredAt: this.clock.nowSeconds(),
      version: request.version ?? null,
    };
    await this.sites.put(site);
    return { url: site.url, registeredAt: site.registeredAt };
  }
}
