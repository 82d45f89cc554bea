import { Controller, Get, Query } from '@nestjs/common';
import { CAPABILITIES, WhyQueryDto, type WhyDto } from '@pulsetech/contracts';
import { RequireCapability } from '../../accounts/access.decorators.js';
import { WhyService } from './why.service.js';

@Controller('api/v1/sync/why')
@RequireCapability(CAPABILITIES.manage)
export class WhyController {
  constructor(private readonly why: WhyService) {}

  @Get()
  of(@Query() query: WhyQueryDto): Promise<WhyDto> {
    return this.why.of(query);
  }
}
