import { Module } from '@nestjs/common';
import { LocksModule } from '../../platform/locks/locks.module.js';
import { CohortCreateCommand } from './commands/cohort-create.command.js';
import { CourseCreateCommand } from './commands/course-create.command.js';
import { EnrolByHandCommand } from './commands/enrol-by-hand.command.js';
import { AccessNotes } from './embedded/access-notes.js';
import { ByHand } from './embedded/by-hand.js';
import { CatalogueRepository } from './embedded/catalogue.repository.js';
import { ChangesRepository } from './embedded/changes.repository.js';
import { CourseViewsRepository } from './embedded/course-views.repository.js';
import { CourseViews } from './embedded/course-views.js';
import { EmbeddedChanges } from './embedded/embedded-changes.js';
import { EmbeddedLms } from './embedded/embedded-lms.js';
import { EmbeddedUsers } from './embedded/embedded-users.js';
import { HoldingsRepository } from './embedded/holdings.repository.js';
import { PasswordHasher } from './embedded/password-hasher.js';
import { ProfileViews } from './embedded/profile-views.js';
import { ProfilesRepository } from './embedded/profiles.repository.js';
import { RightsRepository } from './embedded/rights.repository.js';
import { SiteRepository } from './embedded/site.repository.js';
import { UsersRepository } from './embedded/users.repository.js';
import { LmsPort } from './lms.port.js';

@Module({
  imports: [LocksModule],
  providers: [
    UsersRepository,
    CatalogueRepository,
    HoldingsRepository,
    ChangesRepository,
    SiteRepository,
    PasswordHasher,
    EmbeddedUsers,
    EmbeddedChanges,
    RightsRepository,
    ProfilesRepository,
    ProfileViews,
    CourseViewsRepository,
    CourseViews,
    AccessNotes,
    EmbeddedLms,
    ByHand,
    CourseCreateCommand,
    CohortCreateCommand,
    EnrolByHandCommand,
    { provide: LmsPort, useExisting: EmbeddedLms },
  ],
  exports: [LmsPort, PasswordHasher, EmbeddedUsers, UsersRepository, SiteRepository, ByHand],
})
export class LmsModule {}
