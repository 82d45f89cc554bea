import { Controller, Get } from '@nestjs/common';
import { CAPABILITIES, type BotDto } from '@pulsetech/contracts';
import { RequireCapability } from '../../accounts/access.decorators.js';
import { BotStatus } from './bot-status.service.js';

@Controller('api/v1/settings/bot')
@RequireCapability(CAPABILITIES.manage)
export class BotController {
  constructor(private readonly bot: BotStatus) {}

  @Get()
  current(): Promise<BotDto> {
    return this.bot.current();
  }
}
