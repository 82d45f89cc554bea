import { Injectable } from '@nestjs/common';
import type { Capability } from '@pulsetech/contracts';
import {
  LmsPort,
  type LmsChange,
  type LmsCohort,
  type LmsCourse,
  type LmsCourseView,
  type LmsHoldings,
  type LmsHoldingsQuery,
  type LmsOutcome,
  type LmsProfile,
  type LmsProfileField,
  type LmsRole,
  type LmsUser,
  type LmsUserCourse,
  type NewLmsUser,
} from '../lms.port.js';
import type { LeaseKey } from '../../../platform/locks/leases.js';
import { AccessNotes } from './access-notes.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { CourseViewsRepository } from './course-views.repository.js';
import { CourseViews } from './course-views.js';
import { EmbeddedChanges } from './embedded-changes.js';
import { EmbeddedUsers } from './embedded-users.js';
import { HoldingsRepository } from './holdings.repository.js';
import { ProfileViews } from './profile-views.js';
import { UsersRepository } from './users.repository.js';

/** PulseLMS: Moodle-shaped tables in our own database. */
@Injectable()
export class EmbeddedLms extends LmsPort {
  constructor(
    private readonly usersRepository: UsersRepository,
    private readonly users: EmbeddedUsers,
    private readonly catalogue: CatalogueRepository,
    private readonly holdings: HoldingsRepository,
    private readonly changes: EmbeddedChanges,
    private readonly profiles: ProfileViews,
    private readonly courses: CourseViews,
    private readonly courseRows: CourseViewsRepository,
    private readonly accessNotes: AccessNotes,
  ) {
    super();
  }

  findUsersByIds(ids: readonly number[]): Promise<LmsUser[]> {
    return this.usersRepository.findByIds(ids);
  }

  findUserByUsername(username: string): Promise<LmsUser | null> {
    return this.users.findByUsername(username);
  }

  findUsersByEmail(email: string): Promise<LmsUser[]> {
    return this.users.findByEmail(email);
  }

  createUser(user: NewLmsUser): Promise<LmsUser> {
    return this.users.create(user);
  }

  checkPassword(username: string, password: string): Promise<LmsUser | null> {
    return this.users.checkPassword(username, password);
  }

  listCourses(): Promise<LmsCourse[]> {
    return this.catalogue.listCourses();
  }

  listAssignableRoles(): Promise<LmsRole[]> {
    return this.catalogue.listAssignableRoles();
  }

  listCohorts(): Promise<LmsCohort[]> {
    return this.catalogue.listCohorts();
  }

  listUserCourses(userId: number): Promise<LmsUserCourse[]> {
    return this.catalogue.listUserCourses(userId);
  }

  capabilitiesOf(userId: number): Promise<ReadonlySet<Capability>> {
    return this.catalogue.capabilitiesOf(userId);
  }

  isPrivileged(userId: number): Promise<boolean> {
    return this.catalogue.isPrivileged(userId);
  }

  isSiteAdmin(userId: number): Promise<boolean> {
    return this.catalogue.isSiteAdmin(userId);
  }

  viewProfiles(viewerId: number, field: LmsProfileField, values: readonly string[]): Promise<LmsProfile[]> {
    return this.profiles.view(viewerId, field, values);
  }

  viewCourses(viewerId: number, userId: number, options: { readonly countUsers: boolean }): Promise<LmsCourseView[]> {
    return this.courses.view(viewerId, userId, options);
  }

  isCourseContext(contextId: number): Promise<boolean> {
    return this.courseRows.isCourseContext(contextId);
  }

  noteAccess(userId: number): Promise<void> {
    return this.accessNotes.note(userId);
  }

  readHoldings(queries: readonly LmsHoldingsQuery[]): Promise<LmsHoldings[]> {
    return this.holdings.read(queries);
  }

  apply(changes: readonly LmsChange[], leases?: ReadonlyMap<number, LeaseKey>): Promise<LmsOutcome[]> {
    return this.changes.apply(changes, leases);
  }

  /** Nothing to do: people of this LMS have the site's own sessions only, and SessionsService ends those. */
  async endSessions(): Promise<void> {
    await Promise.resolve();
  }
}
