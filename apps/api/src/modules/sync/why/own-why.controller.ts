import { Controller, Get, Query } from '@nestjs/common';
import { CAPABILITIES, OwnWhyQueryDto, type SessionUser, type WhyDto } from '@pulsetech/contracts';
import { CurrentUser, RequireCapability } from '../../accounts/access.decorators.js';
import { WhyService } from './why.service.js';

@Controller('api/v1/link/why')
@RequireCapability(CAPABILITIES.linkAccount)
export class OwnWhyController {
  constructor(private readonly why: WhyService) {}

  @Get()
  of(@Query() { courseId }: OwnWhyQueryDto, @CurrentUser() user: SessionUser): Promise<WhyDto> {
    return this.why.ofOneself(user.id, courseId);
  }
}
