import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CAPABILITIES, type RunDto } from '@pulsetech/contracts';
import { RequireCapability } from '../accounts/access.decorators.js';
import { RunsService } from './runs.service.js';

@Controller('api/v1/sync/runs')
@RequireCapability(CAPABILITIES.manage)
export class RunsController {
  constructor(private readonly runs: RunsService) {}

  @Get()
  list(): Promise<RunDto[]> {
    return this.runs.list();
  }

  @Post()
  @HttpCode(202)
  start(): Promise<RunDto> {
    return this.runs.startRun('manual');
  }
}
