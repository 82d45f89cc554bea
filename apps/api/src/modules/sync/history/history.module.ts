import { Module } from '@nestjs/common';
import { LmsModule } from '../../lms/lms.module.js';
import { MappingsModule } from '../../mappings/mappings.module.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { ChangeNames } from './change-names.js';
import { HistoryRetention } from './history-retention.js';
import { HistoryController } from './history.controller.js';
import { HistoryRepository } from './history.repository.js';
import { HistoryService } from './history.service.js';
import { RetentionRepository } from './retention.repository.js';

@Module({
  imports: [LmsModule, MappingsModule, SettingsModule],
  controllers: [HistoryController],
  providers: [HistoryRepository, ChangeNames, HistoryService, RetentionRepository, HistoryRetention],
  exports: [HistoryRepository, ChangeNames, HistoryRetention],
})
export class HistoryModule {}
