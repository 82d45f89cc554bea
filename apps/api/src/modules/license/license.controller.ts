import { Controller, HttpCode, Post } from '@nestjs/common';
import { CAPABILITIES, type LicenceDto } from '@pulsetech/contracts';
import { RequireCapability } from '../accounts/access.decorators.js';
import { toLicenceDto } from './licence-state.js';
import { LicenseService } from './license.service.js';

@Controller('api/v1/settings/licence')
@RequireCapability(CAPABILITIES.manage)
export class LicenseController {
  constructor(private readonly license: LicenseService) {}

  @Post('verify')
  @HttpCode(200)
  async verify(): Promise<LicenceDto> {
    return toLicenceDto(await this.license.verify());
  }
}
