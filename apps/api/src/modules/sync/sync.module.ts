import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { LicenseModule } from '../license/license.module.js';
import { ForgottenMembersModule } from '../linking/forgotten-members.module.js';
import { LinksModule } from '../linking/links.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { MappingsModule } from '../mappings/mappings.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ChangesRepository } from './ledger/changes.repository.js';
import { SyncJobs } from './jobs/sync-jobs.js';
import { LedgerRepository } from './ledger/ledger.repository.js';
import { LmsWork } from './user/lms-work.js';
import { ObservationSource } from './user/observation-source.js';
import { DeletedUsers } from './user/deleted-users.js';
import { PlanExecution } from './user/plan-execution.js';
import { RolesQuestions } from './user/roles-question.js';
import { SyncExecution } from './user/sync-execution.js';
import { TakingBackService } from './user/taking-back.service.js';
import { StatesRepository } from './ledger/states.repository.js';
import { SyncRecorder } from './user/sync-recorder.js';
import { SyncStarts } from './user/sync-starts.js';
import { SyncService } from './user/sync.service.js';
import { SyncViewService } from './view/sync-view.service.js';
import { UserRecords } from './user/user-records.js';

@Module({
  imports: [
    AccountsModule,
    ForgottenMembersModule,
    LicenseModule,
    LinksModule,
    LmsModule,
    MappingsModule,
    SettingsModule,
  ],
  providers: [
    LedgerRepository,
    StatesRepository,
    UserRecords,
    ChangesRepository,
    SyncRecorder,
    ObservationSource,
    LmsWork,
    SyncStarts,
    PlanExecution,
    DeletedUsers,
    RolesQuestions,
    SyncExecution,
    SyncService,
    TakingBackService,
    SyncViewService,
    SyncJobs,
  ],
  exports: [
    SyncJobs,
    SyncService,
    TakingBackService,
    DeletedUsers,
    SyncViewService,
    ObservationSource,
    LedgerRepository,
    StatesRepository,
    ChangesRepository,
  ],
})
export class SyncModule {}
