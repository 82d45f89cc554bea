import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import {
  CAPABILITIES,
  LinkStartRequest,
  type LinkPageDto,
  type LinkStartDto,
  type SessionUser,
  type SyncNowDto,
  type UnlinkDto,
} from '@pulsetech/contracts';
import type { Request } from 'express';
import { CurrentUser, RequireCapability } from '../accounts/access.decorators.js';
import { LinkStartService } from './link-start.service.js';
import { LinkingService } from './linking.service.js';
import { LinkingViewService } from './linking-view.service.js';

@Controller('api/v1/link')
@RequireCapability(CAPABILITIES.linkAccount)
export class LinkingController {
  constructor(
    private readonly views: LinkingViewService,
    private readonly linking: LinkingService,
    private readonly starts: LinkStartService,
  ) {}

  @Get()
  page(@CurrentUser() user: SessionUser): Promise<LinkPageDto> {
    return this.views.page(user.id);
  }

  @Post('start')
  @HttpCode(200)
  start(
    @Req() request: Request,
    @CurrentUser() user: SessionUser,
    @Body() { invitation }: LinkStartRequest,
  ): Promise<LinkStartDto> {
    return this.starts.start(request, user.id, invitation);
  }

  @Post('sync')
  @HttpCode(200)
  sync(@Req() request: Request, @CurrentUser() user: SessionUser): Promise<SyncNowDto> {
    return this.views.syncNow(user.id, request.sessionID);
  }

  @Delete()
  unlink(@Req() request: Request, @CurrentUser() user: SessionUser): Promise<UnlinkDto> {
    return this.linking.unlink(user.id, request.sessionID);
  }
}
