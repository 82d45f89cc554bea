import { Module } from '@nestjs/common';
import { GuildNames } from './guild-names.js';
import { GuildRolesService } from './guild-roles.service.js';
import { GuildsController } from './guilds.controller.js';
import { MemberLookupService } from './member-lookup.service.js';
import { RoleCreationService } from './role-creation.service.js';
import { RoleCreationsHousekeeping } from './role-creations.housekeeping.js';
import { RoleCreationsRepository } from './role-creations.repository.js';

@Module({
  controllers: [GuildsController],
  providers: [
    GuildNames,
    GuildRolesService,
    MemberLookupService,
    RoleCreationService,
    RoleCreationsHousekeeping,
    RoleCreationsRepository,
  ],
  exports: [GuildNames],
})
export class GuildsModule {}
