import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CAPABILITIES, CreateDiscordRoleDto, type DiscordRoleDto, type MappingOptionsDto } from '@pulsetech/contracts';
import { RequireCapability } from '../accounts/access.decorators.js';
import { DiscordRolesService } from './discord-roles.service.js';

@Controller('api/v1/discord-roles')
@RequireCapability(CAPABILITIES.manage)
export class DiscordRolesController {
  constructor(private readonly discordRoles: DiscordRolesService) {}

  @Post()
  create(@Body() role: CreateDiscordRoleDto): Promise<DiscordRoleDto> {
    return this.discordRoles.create(role);
  }

  @Post('refresh')
  @HttpCode(200)
  refresh(): Promise<MappingOptionsDto> {
    return this.discordRoles.refresh();
  }
}
