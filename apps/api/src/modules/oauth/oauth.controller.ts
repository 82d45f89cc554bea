import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { SessionUser } from '@pulsetech/contracts';
import type { Request, Response } from 'express';
import { CurrentUser, Public } from '../accounts/access.decorators.js';
import { OAuthService } from './oauth.service.js';

/** Where browsers leave for Discord and come back. Open to everybody: the state proves who is meant. */
@Controller()
@Public()
export class OAuthController {
  constructor(private readonly oauth: OAuthService) {}

  @Get('auth/discord')
  @Header('Cache-Control', 'no-store')
  start(@Req() request: Request, @Res() response: Response, @CurrentUser() user: SessionUser | null): Promise<void> {
    return this.oauth.start(request, response, user);
  }

  @Get('local/pulsetech_discord/callback.php')
  @Header('Cache-Control', 'no-store')
  callback(@Req() request: Request, @Res() response: Response, @CurrentUser() user: SessionUser | null): Promise<void> {
    return this.oauth.callback(request, response, user);
  }
}
