import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, Req, Res } from '@nestjs/common';
import {
  CAPABILITIES,
  RunItemsQueryDto,
  RunsQueryDto,
  StartRunDto,
  type PageOf,
  type RunDto,
  type RunFiguresDto,
  type RunItemDto,
  type RunProblemDto,
  type SessionUser,
} from '@pulsetech/contracts';
import type { Request, Response } from 'express';
import { CurrentUser, RequireCapability } from '../../../accounts/access.decorators.js';
import { sendStream } from '../../../../platform/http/send-stream.js';
import { OpenAccess } from '../../../accounts/open-access.js';
import { EVENT_STREAM, RunEvents } from './run-events.js';
import { RunViewService } from './run-view.service.js';
import { RunsPageService } from './runs-page.service.js';

@Controller('api/v1/sync/runs')
@RequireCapability(CAPABILITIES.manage)
export class RunsController {
  constructor(
    private readonly pages: RunsPageService,
    private readonly views: RunViewService,
    private readonly followed: RunEvents,
    private readonly access: OpenAccess,
  ) {}

  @Get()
  list(@Query() query: RunsQueryDto): Promise<RunDto[]> {
    return this.views.list(query);
  }

  @Post()
  @HttpCode(202)
  start(@Body() { dry }: StartRunDto, @CurrentUser() user: SessionUser): Promise<RunDto> {
    return this.pages.start(dry ?? false, user.id);
  }

  @Get(':id')
  show(@Param('id', ParseIntPipe) id: number): Promise<RunDto> {
    return this.views.show(id);
  }

  @Get(':id/events')
  async events(
    @Param('id', ParseIntPipe) id: number,
    @CurrentUser() user: SessionUser,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asker = this.access.askerOf(request, user.id, CAPABILITIES.manage);
    await sendStream(response, EVENT_STREAM, await this.followed.follow(id, asker));
  }

  @Get(':id/figures')
  figures(@Param('id', ParseIntPipe) id: number): Promise<RunFiguresDto> {
    return this.pages.figures(id);
  }

  @Get(':id/items')
  items(@Param('id', ParseIntPipe) id: number, @Query() query: RunItemsQueryDto): Promise<PageOf<RunItemDto>> {
    return this.pages.items(id, query);
  }

  @Get(':id/problems')
  problems(@Param('id', ParseIntPipe) id: number): Promise<RunProblemDto[]> {
    return this.views.problems(id);
  }

  @Post(':id/approve')
  @HttpCode(202)
  approve(@Param('id', ParseIntPipe) id: number, @CurrentUser() user: SessionUser): Promise<RunDto> {
    return this.pages.approve(id, user.id);
  }

  @Post(':id/reject')
  @HttpCode(200)
  reject(@Param('id', ParseIntPipe) id: number, @CurrentUser() user: SessionUser): Promise<RunDto> {
    return this.pages.reject(id, user.id);
  }

  @Post(':id/undo')
  @HttpCode(202)
  undo(@Param('id', ParseIntPipe) id: number, @CurrentUser() user: SessionUser): Promise<RunDto> {
    return this.pages.undo(id, user.id);
  }

  @Post(':id/stop')
  @HttpCode(200)
  stop(@Param('id', ParseIntPipe) id: number): Promise<RunDto> {
    return this.pages.stop(id);
  }
}
