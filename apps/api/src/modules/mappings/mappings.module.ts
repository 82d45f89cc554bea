import { Module } from '@nestjs/common';
import { LicenseModule } from '../license/license.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { DiscordRolesCache } from './discord-roles.cache.js';
import { DiscordRolesController } from './discord-roles.controller.js';
import { DiscordRolesService } from './discord-roles.service.js';
import { LmsCatalogue } from './lms-catalogue.js';
import { MappingRowsRepository } from './mapping-rows.repository.js';
import { MappingsCatalogue } from './mappings-catalogue.js';
import { MappingsController } from './mappings.controller.js';
import { MappingsService } from './mappings.service.js';

@Module({
  imports: [LicenseModule, LmsModule],
  controllers: [MappingsController, DiscordRolesController],
  providers: [
    MappingRowsRepository,
    MappingsCatalogue,
    LmsCatalogue,
    DiscordRolesCache,
    MappingsService,
    DiscordRolesService,
  ],
  exports: [MappingsService, MappingsCatalogue, LmsCatalogue, DiscordRolesCache],
})
export class MappingsModule {}
