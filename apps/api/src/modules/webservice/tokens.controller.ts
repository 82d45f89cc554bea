import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import {
  CAPABILITIES,
  CreateTokenDto,
  type BillingTokenDto,
  type CreatedTokenDto,
  type SessionUser,
  type TokenDto,
  type TokenFunctionDto,
} from '@pulsetech/contracts';
import { CurrentUser, RequireCapability } from '../accounts/access.decorators.js';
import { NewTokenService } from './new-token.service.js';
import { BILLING_TOKEN_NAME, TokenForBilling } from './token-for-billing.service.js';
import { TokenLimitsService } from './token-limits.service.js';
import { TokensService } from './tokens.service.js';

@Controller('api/v1/tokens')
@RequireCapability(CAPABILITIES.manage)
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly newTokens: NewTokenService,
    private readonly forBilling: TokenForBilling,
    private readonly limits: TokenLimitsService,
  ) {}

  @Get()
  list(): Promise<TokenDto[]> {
    return this.tokens.list();
  }

  @Get('functions')
  functions(): TokenFunctionDto[] {
    return this.limits.functionsToChoose();
  }

  @Post()
  create(@Body() wanted: CreateTokenDto, @CurrentUser() user: SessionUser): Promise<CreatedTokenDto> {
    return this.newTokens.create({ ...wanted, owner: wanted.owner ?? user.username }, user.id);
  }

  @Post('billing')
  createForBilling(@CurrentUser() user: SessionUser): Promise<BillingTokenDto> {
    return this.forBilling.generate(BILLING_TOKEN_NAME, user.username, user.id);
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id', ParseIntPipe) id: number): Promise<void> {
    await this.tokens.revoke(id);
  }
}
