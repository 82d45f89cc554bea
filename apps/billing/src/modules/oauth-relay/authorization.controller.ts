import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { Public } from '@pulsetech/server-kit';
import type { Request, Response } from 'express';
import { AuthorizationPages } from './authorization.pages.js';
import { RelayPageFilter } from './relay-page.filter.js';

/** What the browser sees of the relay. */
@Controller('oauth2')
@Public()
@UseFilters(RelayPageFilter)
export class AuthorizationController {
  constructor(private readonly pages: AuthorizationPages) {}

  @Get('authorize')
  authorize(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pages.authorize(query, request, response);
  }

  @Post('consent')
  consent(@Body() form: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pages.consent(form, request, response);
  }

  @Get('callback')
  callback(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pages.callback(query, request, response);
  }
}
