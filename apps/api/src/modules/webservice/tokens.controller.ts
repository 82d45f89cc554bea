import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import {
  CAPABILITIES,
  CreateTokenDto,
  type CreatedTokenDto,
  type SessionUser,
  type TokenDto,
} from '@pulsetech/contracts';
import { CurrentUser, RequireCapability } from '../accounts/access.decorators.js';
import { NewTokenService } from './new-token.service.js';
import { TokensService } from './tokens.service.js';

@Controller('api/v1/tokens')
@RequireCapability(CAPABILITIES.manage)
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly newTokens: NewTokenService,
  ) {}

  @Get()
  list(): Promise<TokenDto[]> {
    return this.tokens.list();
  }

  @Post()
  create(@Body() { name }: CreateTokenDto, @CurrentUser() user: SessionUser): Promise<CreatedTokenDto> {
    return this.newTokens.create(name, user.username);
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id', ParseIntPipe) id: number): Promise<void> {
    await this.tokens.revoke(id);
  }
}
