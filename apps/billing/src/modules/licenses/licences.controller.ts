import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { Public } from '@pulsetech/server-kit';
import { VerifyLicenceRequest, type JwksResponse, type VerifyLicenceResponse } from '@pulsetech/contracts';
import { CurrentLicence, RequireLicence } from './access.decorators.js';
import { LicenceAssertionsService } from './licence-assertions.service.js';
import { LicenceVerificationService } from './licence-verification.service.js';
import { LicenceEntity } from './licence.entity.js';

@Controller()
export class LicencesController {
  constructor(
    private readonly verification: LicenceVerificationService,
    private readonly assertions: LicenceAssertionsService,
  ) {}

  @Post('v1/licenses/verify')
  @RequireLicence()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  verify(
    @CurrentLicence() licence: LicenceEntity,
    @Body() request: VerifyLicenceRequest,
  ): Promise<VerifyLicenceResponse> {
    return this.verification.verify(licence, request);
  }

  @Get('.well-known/jwks.json')
  @Public()
  @Header('Cache-Control', 'public, max-age=300')
  keys(): JwksResponse {
    return this.assertions.keys();
  }
}
