import { Controller, Get, Header } from '@nestjs/common';
import type { SiteDto } from '@pulsetech/contracts';
import { CurrentLicence, RequireLicence } from '../licenses/access.decorators.js';
import { LicenceEntity } from '../licenses/licence.entity.js';
import { SiteStatusService } from './site-status.service.js';

@Controller('v1/site')
@RequireLicence()
export class SiteStatusController {
  constructor(private readonly status: SiteStatusService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  show(@CurrentLicence() licence: LicenceEntity): Promise<SiteDto> {
    return this.status.of(licence);
  }
}
