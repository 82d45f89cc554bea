import { Module } from '@nestjs/common';
import { LicenseModule } from '../license/license.module.js';
import { CachesController } from './caches.controller.js';
import { SettingsPageService } from './settings-page.service.js';
import { SettingsController } from './settings.controller.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsService } from './settings.service.js';

@Module({
  imports: [LicenseModule],
  controllers: [SettingsController, CachesController],
  providers: [SettingsRepository, SettingsService, SettingsPageService],
  exports: [SettingsService],
})
export class SettingsModule {}
