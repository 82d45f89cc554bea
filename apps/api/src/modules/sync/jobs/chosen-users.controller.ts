import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CAPABILITIES, SyncUsersDto, type SyncUsersResultDto } from '@pulsetech/contracts';
import { RequireCapability } from '../../accounts/access.decorators.js';
import { ChosenUsersService } from './chosen-users.service.js';

@Controller('api/v1/sync/users')
@RequireCapability(CAPABILITIES.manage)
export class ChosenUsersController {
  constructor(private readonly chosen: ChosenUsersService) {}

  @Post()
  @HttpCode(202)
  queue(@Body() { userIds }: SyncUsersDto): Promise<SyncUsersResultDto> {
    return this.chosen.queue(userIds);
  }
}
