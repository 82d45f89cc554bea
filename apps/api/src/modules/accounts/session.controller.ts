import { Body, Controller, Delete, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { SignInDto, type SessionDto, type SessionUser } from '@pulsetech/contracts';
import type { Request } from 'express';
import { CurrentUser, Public } from './access.decorators.js';
import { CurrentUsersService } from './current-users.service.js';
import { SessionViewService } from './session-view.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

@Public()
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly currentUsers: CurrentUsersService,
    private readonly views: SessionViewService,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  view(@Req() request: Request, @CurrentUser() user: SessionUser | null): Promise<SessionDto> {
    return this.views.view(request, user);
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async signIn(@Req() request: Request, @Body() credentials: SignInDto): Promise<SessionDto> {
    await this.signIns.signIn(request, credentials);
    return this.views.view(request, await this.currentUsers.load(request));
  }

  @Delete()
  @HttpCode(204)
  signOut(@Req() request: Request): Promise<void> {
    return this.sessions.signOut(request);
  }
}
