import { Controller, Get, Header, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import type { RelayProfile, RelayTokens } from '@pulsetech/contracts';
import { Public } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { RelayErrorFilter } from './relay-error.filter.js';
import { RelayProfileService } from './relay-profile.service.js';
import { TokenEndpoint } from './token-endpoint.js';

/** What a site's server calls. Its callers prove themselves as OAuth clients, or with a token of ours. */
@Controller()
@Public()
@UseFilters(RelayErrorFilter)
export class TokenController {
  constructor(
    private readonly endpoint: TokenEndpoint,
    private readonly profiles: RelayProfileService,
  ) {}

  @Post('oauth2/token')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  token(@Req() request: Request): Promise<RelayTokens> {
    return this.endpoint.token(request);
  }

  @Post('oauth2/token/revoke')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  revoke(@Req() request: Request): Promise<Record<string, never>> {
    return this.endpoint.revoke(request);
  }

  @Get('users/@me')
  @Header('Cache-Control', 'no-store')
  me(@Req() request: Request): Promise<RelayProfile> {
    return this.profiles.me(request.headers.authorization);
  }
}
