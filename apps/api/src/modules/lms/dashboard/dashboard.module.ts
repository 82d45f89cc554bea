import { Module } from '@nestjs/common';
import { LinksModule } from '../../linking/links.module.js';
import { SyncModule } from '../../sync/sync.module.js';
import { LmsModule } from '../lms.module.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';

@Module({
  imports: [LmsModule, LinksModule, SyncModule],
  controllers: [DashboardController],
  providers: [DashboardService],
})
export class DashboardModule {}
