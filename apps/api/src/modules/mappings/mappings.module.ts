import { Module } from '@nestjs/common';
import { LicenseModule } from '../license/license.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { DiscordRolesCache } from './discord-roles.cache.js';
import { DiscordRolesController } from './discord-roles.controller.js';
import { DiscordRolesService } from './discord-roles.service.js';
import { LmsCatalogue } from './lms-catalogue.js';
import { MappingHealthRepository } from './mapping-health.repository.js';
import { MappingListCommand } from './mapping-list.command.js';
import { MappingPeopleRepository } from './mapping-people.repository.js';
import { MappingPeople } from './mapping-people.js';
import { MappingRowsRepository } from './mapping-rows.repository.js';
import { MappingWatch } from './mapping-watch.js';
import { MappingsCatalogue } from './mappings-catalogue.js';
import { MappingsController } from './mappings.controller.js';
import { MappingsService } from './mappings.service.js';

@Module({
  imports: [LicenseModule, LmsModule, SettingsModule],
  controllers: [MappingsController, DiscordRolesController],
  providers: [
    MappingRowsRepository,
    MappingPeopleRepository,
    MappingPeople,
    MappingsCatalogue,
    LmsCatalogue,
    DiscordRolesCache,
    MappingsService,
    DiscordRolesService,
    MappingHealthRepository,
    MappingWatch,
    MappingListCommand,
  ],
  exports: [MappingsService, MappingsCatalogue, MappingRowsRepository, LmsCatalogue, DiscordRolesCache],
})
export class MappingsModule {}
