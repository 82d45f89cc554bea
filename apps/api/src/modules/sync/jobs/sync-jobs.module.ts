import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { LicenseModule } from '../../license/license.module.js';
import { LinksModule } from '../../linking/links.module.js';
import { LmsModule } from '../../lms/lms.module.js';
import { HistoryModule } from '../history/history.module.js';
import { SyncModule } from '../sync.module.js';
import { ChosenUsersController } from './chosen-users.controller.js';
import { ChosenUsersService } from './chosen-users.service.js';
import { HistoryClearing } from '../history/history-clearing.js';
import { InterruptedSync } from './interrupted-sync.service.js';
import { SyncUserCommand } from './sync-user.command.js';
import { SyncWorker } from './sync-worker.js';

/** Who carries out what the synchronisation left for later. */
@Module({
  imports: [AccountsModule, LicenseModule, LinksModule, LmsModule, HistoryModule, SyncModule],
  controllers: [ChosenUsersController],
  providers: [SyncWorker, InterruptedSync, HistoryClearing, ChosenUsersService, SyncUserCommand],
})
export class SyncJobsModule {}
