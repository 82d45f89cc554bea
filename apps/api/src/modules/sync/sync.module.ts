import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { LicenseModule } from '../license/license.module.js';
import { LinksModule } from '../linking/links.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { MappingsModule } from '../mappings/mappings.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ChangesRepository } from './changes.repository.js';
import { EveryoneSync } from './everyone-sync.js';
import { SyncJobs } from './jobs/sync-jobs.js';
import { LedgerRepository } from './ledger.repository.js';
import { LmsWork } from './lms-work.js';
import { ObservationSource } from './observation-source.js';
import { PlanExecution } from './plan-execution.js';
import { RunsController } from './runs.controller.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';
import { StatesRepository } from './states.repository.js';
import { SyncRecorder } from './sync-recorder.js';
import { SyncSchedule } from './sync-schedule.js';
import { SyncStarts } from './sync-starts.js';
import { SyncService } from './sync.service.js';
import { SyncViewService } from './sync-view.service.js';
import { TaskRunCommand } from './task-run.command.js';
import { UserRecords } from './user-records.js';

@Module({
  imports: [AccountsModule, LicenseModule, LinksModule, LmsModule, MappingsModule, SettingsModule],
  controllers: [RunsController],
  providers: [
    LedgerRepository,
    StatesRepository,
    UserRecords,
    ChangesRepository,
    RunsRepository,
    SyncRecorder,
    ObservationSource,
    LmsWork,
    SyncStarts,
    PlanExecution,
    SyncService,
    SyncViewService,
    EveryoneSync,
    RunsService,
    SyncSchedule,
    SyncJobs,
    TaskRunCommand,
  ],
  exports: [SyncJobs, SyncService, SyncViewService, RunsService, ObservationSource, LedgerRepository],
})
export class SyncModule {}
