import { Controller, Get, Query } from '@nestjs/common';
import { CAPABILITIES, WebserviceLogQueryDto, type WebserviceLogPageDto } from '@pulsetech/contracts';
import { RequireCapability } from '../../accounts/access.decorators.js';
import { WebserviceLogService } from './webservice-log.service.js';

@Controller('api/v1/webservice/log')
@RequireCapability(CAPABILITIES.manage)
export class WebserviceLogController {
  constructor(private readonly log: WebserviceLogService) {}

  @Get()
  page(@Query() query: WebserviceLogQueryDto): Promise<WebserviceLogPageDto> {
    return this.log.page(query);
  }
}
