import { Module } from '@nestjs/common';
import { LicenseModule } from '../../license/license.module.js';
import { LinksModule } from '../../linking/links.module.js';
import { LmsModule } from '../../lms/lms.module.js';
import { MappingsModule } from '../../mappings/mappings.module.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { HistoryModule } from '../history/history.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { SyncModule } from '../sync.module.js';
import { OwnWhyController } from './own-why.controller.js';
import { WhyController } from './why.controller.js';
import { WhyRepository } from './why.repository.js';
import { WhyService } from './why.service.js';

@Module({
  imports: [
    LicenseModule,
    LinksModule,
    LmsModule,
    MappingsModule,
    SettingsModule,
    HistoryModule,
    RunsModule,
    SyncModule,
  ],
  controllers: [WhyController, OwnWhyController],
  providers: [WhyRepository, WhyService],
})
export class WhyModule {}
