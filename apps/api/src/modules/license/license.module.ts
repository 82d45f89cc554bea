import { Module } from '@nestjs/common';
import { LicenseController } from './license.controller.js';
import { LicenseHealth } from './license-health.js';
import { LicenseRepository } from './license.repository.js';
import { LicenseSchedule } from './license.schedule.js';
import { LicenseService } from './license.service.js';

@Module({
  controllers: [LicenseController],
  providers: [LicenseRepository, LicenseService, LicenseSchedule, LicenseHealth],
  exports: [LicenseService],
})
export class LicenseModule {}
