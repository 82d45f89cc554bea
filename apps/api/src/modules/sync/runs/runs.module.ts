import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { LicenseModule } from '../../license/license.module.js';
import { LinksModule } from '../../linking/links.module.js';
import { LmsModule } from '../../lms/lms.module.js';
import { MappingsModule } from '../../mappings/mappings.module.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { SyncModule } from '../sync.module.js';
import { ActiveGrantsRepository } from './phases/active-grants.repository.js';
import { BrokenMappings } from './phases/broken-mappings.js';
import { CollectedWalk } from './phases/collected-walk.js';
import { RunApproveCommand } from './commands/run-approve.command.js';
import { RunListCommand } from './commands/run-list.command.js';
import { RunRejectCommand } from './commands/run-reject.command.js';
import { RunShowCommand } from './commands/run-show.command.js';
import { RunStopCommand } from './commands/run-stop.command.js';
import { RunUndoCommand } from './commands/run-undo.command.js';
import { TaskRunCommand } from './commands/task-run.command.js';
import { ConfirmPhase } from './phases/confirm-phase.js';
import { DeletedPeople } from './phases/deleted-people.js';
import { ExpiredGrantsRepository } from './phases/expired-grants.repository.js';
import { RoleHoldersRepository } from './phases/role-holders.repository.js';
import { ExpiredSuspensions } from './phases/expired-suspensions.js';
import { FreshObservations } from './phases/fresh-observations.js';
import { MappedRoles } from './waiting/mapped-roles.js';
import { PatientBilling } from './waiting/patient-billing.js';
import { PatientLms } from './waiting/patient-lms.js';
import { RemovalReview } from './phases/removal-review.js';
import { RemovePhase } from './phases/remove-phase.js';
import { RemovedChangesRepository } from './phases/removed-changes.repository.js';
import { RunDecisions } from './review/run-decisions.service.js';
import { RunEnding } from './run-ending.js';
import { RunEvents } from './review/run-events.js';
import { RunExecution } from './run-execution.js';
import { RunFiguresRepository } from './review/run-figures.repository.js';
import { RunFiguresService } from './review/run-figures.service.js';
import { RunItemsListRepository } from './review/run-items-list.repository.js';
import { RunItemsRepository } from './run-items.repository.js';
import { RunItemsService } from './review/run-items.service.js';
import { RunLabels } from './review/run-labels.js';
import { RunPace } from './waiting/run-pace.js';
import { RunPeopleRepository } from './phases/run-people.repository.js';
import { RunProblemsRepository } from './run-problems.repository.js';
import { RunRules } from './run-rules.js';
import { RunViewService } from './review/run-view.service.js';
import { RunsController } from './review/runs.controller.js';
import { RunsPageService } from './review/runs-page.service.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';
import { SettlementRepository } from './settlement.repository.js';
import { SnapshotPhase } from './phases/snapshot-phase.js';
import { Snapshots } from './waiting/snapshots.js';
import { SyncSchedule } from './sync-schedule.js';
import { UndoPhase } from './phases/undo-phase.js';
import { UndoneChangesRepository } from './phases/undone-changes.repository.js';
import { UntouchedItems } from './phases/untouched-items.js';
import { WalkPhase } from './phases/walk-phase.js';

const TABLES = [
  RunsRepository,
  RunItemsRepository,
  RunItemsListRepository,
  RunProblemsRepository,
  SettlementRepository,
  RunPeopleRepository,
  RunFiguresRepository,
  ActiveGrantsRepository,
  ExpiredGrantsRepository,
  RemovedChangesRepository,
  RoleHoldersRepository,
  UndoneChangesRepository,
];
const PHASES = [SnapshotPhase, WalkPhase, ConfirmPhase, RemovePhase, UndoPhase];
const COMMANDS = [
  TaskRunCommand,
  RunListCommand,
  RunShowCommand,
  RunApproveCommand,
  RunRejectCommand,
  RunStopCommand,
  RunUndoCommand,
];

/** Synchronisations of everybody. */
@Module({
  imports: [SyncModule, AccountsModule, LicenseModule, LinksModule, LmsModule, MappingsModule, SettingsModule],
  controllers: [RunsController],
  providers: [
    ...TABLES,
    ...PHASES,
    ...COMMANDS,
    RunPace,
    PatientBilling,
    PatientLms,
    Snapshots,
    MappedRoles,
    RunRules,
    BrokenMappings,
    ExpiredSuspensions,
    CollectedWalk,
    DeletedPeople,
    UntouchedItems,
    FreshObservations,
    RunLabels,
    RemovalReview,
    RunEnding,
    RunExecution,
    RunsService,
    RunDecisions,
    RunViewService,
    RunFiguresService,
    RunItemsService,
    RunEvents,
    RunsPageService,
    SyncSchedule,
  ],
  exports: [RunsService, RunsRepository, SyncSchedule],
})
export class RunsModule {}
