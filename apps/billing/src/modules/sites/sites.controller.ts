import { Body, Controller, Put } from '@nestjs/common';
import { RegisterSiteRequest, type RegisterSiteResponse } from '@pulsetech/contracts';
import { CurrentLicence, RequireLicence } from '../licenses/access.decorators.js';
import { LicenceEntity } from '../licenses/licence.entity.js';
import { SitesService } from './sites.service.js';

@Controller('v1/site')
@RequireLicence()
export class SitesController {
  constructor(private readonly sites: SitesService) {}

  @Put()
  register(
    @CurrentLicence() licence: LicenceEntity,
    @Body() request: RegisterSiteRequest,
  ): Promise<RegisterSiteResponse> {
    return this.sites.register(licence.id, request);
  }
}
