import { Controller, Get, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import { CAPABILITIES, ChangesFilterDto, ChangesQueryDto, type ChangeDto, type PageOf } from '@pulsetech/contracts';
import type { Response } from 'express';
import { RequireCapability } from '../../accounts/access.decorators.js';
import { sendCsv } from './csv-download.js';
import { HistoryService } from './history.service.js';

@Controller('api/v1/sync')
@RequireCapability(CAPABILITIES.manage)
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get('changes')
  page(@Query() query: ChangesQueryDto): Promise<PageOf<ChangeDto>> {
    return this.history.page(query);
  }

  @Get('changes.csv')
  csv(@Query() filter: ChangesFilterDto, @Res() response: Response): Promise<void> {
    return sendCsv(response, 'changes.csv', this.history.csv(filter));
  }

  @Get('runs/:id/changes.csv')
  csvOfRun(
    @Param('id', ParseIntPipe) runId: number,
    @Query() filter: ChangesFilterDto,
    @Res() response: Response,
  ): Promise<void> {
    return sendCsv(response, `changes-of-run-${runId}.csv`, this.history.csv({ ...filter, runId }));
  }
}
