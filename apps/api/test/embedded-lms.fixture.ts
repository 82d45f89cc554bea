import { createDataSource, Transactions } from '@pulsetech/server-kit';
import { FakeClock, testDatabase, type TestDatabase } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { AccessNotes } from '../src/modules/lms/embedded/access-notes.js';
import { ByHand } from '../src/modules/lms/embedded/by-hand.js';
import { CatalogueRepository } from '../src/modules/lms/embedded/catalogue.repository.js';
import { ChangesRepository } from '../src/modules/lms/embedded/changes.repository.js';
import { CourseViewsRepository } from '../src/modules/lms/embedded/course-views.repository.js';
import { CourseViews } from '../src/modules/lms/embedded/course-views.js';
import { EmbeddedChanges } from '../src/modules/lms/embedded/embedded-changes.js';
import { EmbeddedLms } from '../src/modules/lms/embedded/embedded-lms.js';
import { EmbeddedUsers } from '../src/modules/lms/embedded/embedded-users.js';
import { LMS_ENTITIES } from '../src/modules/lms/embedded/entities/index.js';
import { HoldingsRepository } from '../src/modules/lms/embedded/holdings.repository.js';
import { ROLE_IDS } from '../src/modules/lms/embedded/moodle-shapes.js';
import { PasswordHasher } from '../src/modules/lms/embedded/password-hasher.js';
import { ProfileViews } from '../src/modules/lms/embedded/profile-views.js';
import { ProfilesRepository } from '../src/modules/lms/embedded/profiles.repository.js';
import { RightsRepository } from '../src/modules/lms/embedded/rights.repository.js';
import { SiteRepository } from '../src/modules/lms/embedded/site.repository.js';
import { UsersRepository } from '../src/modules/lms/embedded/users.repository.js';
import { Leases } from '../src/platform/locks/leases.js';
import { LmsTables1767225600001 } from '../src/platform/database/migrations/1767225600001-lms-tables.js';
import { LmsProfile1767225600008 } from '../src/platform/database/migrations/1767225600008-lms-profile.js';
import type { LmsHand } from './lms.contract.js';

const A_TEACHER = 42;

/** The embedded LMS on a database of its own, with somebody who works in it by hand. */
export class EmbeddedLmsFixture {
  private constructor(
    readonly lms: EmbeddedLms,
    readonly hand: LmsHand,
    readonly dataSource: DataSource,
    readonly clock: FakeClock,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<EmbeddedLmsFixture> {
    const database = await testDatabase();
    const dataSource = await openLmsTables(database).catch(async (error: unknown) => {
      await database.drop();
      throw error;
    });
    const clock = new FakeClock();
    const transactions = new Transactions(dataSource);
    const rows = new UsersRepository(dataSource);
    const users = new EmbeddedUsers(rows, new PasswordHasher(), clock);
    const catalogue = new CatalogueRepository(dataSource, clock);
    const rights = new RightsRepository(dataSource);
    const profiles = new ProfilesRepository(dataSource, clock);
    const courseViews = new CourseViewsRepository(dataSource, clock);
    const lms = new EmbeddedLms(
      rows,
      users,
      catalogue,
      new HoldingsRepository(dataSource),
      new EmbeddedChanges(transactions, new ChangesRepository(clock), new Leases(transactions, clock)),
      new ProfileViews(profiles, rights, catalogue),
      new CourseViews(courseViews, profiles, rights),
      courseViews,
      new AccessNotes(rows, clock),
    );
    const hand = handOf({
      dataSource,
      users,
      rows,
      byHand: new ByHand(transactions, clock),
      site: new SiteRepository(dataSource, transactions, clock),
    });
    return new EmbeddedLmsFixture(lms, hand, dataSource, clock, async () => {
      await dataSource.destroy();
      await database.drop();
    });
  }
}

function openLmsTables(database: TestDatabase): Promise<DataSource> {
  const migrations = [LmsTables1767225600001, LmsProfile1767225600008];
  return createDataSource({ ...database, entities: LMS_ENTITIES, migrations });
}

interface Parts {
  readonly dataSource: DataSource;
  readonly users: EmbeddedUsers;
  readonly rows: UsersRepository;
  readonly byHand: ByHand;
  readonly site: SiteRepository;
}

function handOf({ dataSource, users, rows, byHand, site }: Parts): LmsHand {
  let made = 0;
  return {
    user: ({ username = `person${++made}`, email = `${username}@example.com`, confirmed = true } = {}) =>
      users.create({ username, email, confirmed, firstname: 'Per', lastname: 'Son' }, { password: 'right' }),
    course: ({ visible = true } = {}) => {
      const n = ++made;
      return site.createCourse({ shortname: `C${n}`, fullname: `Course ${n}`, visible });
    },
    cohort: () => site.createCohort(`Cohort ${++made}`),
    enrol: (userId, courseId, roleId) => byHand.enrol({ userId, courseId, roleId, makerId: A_TEACHER }),
    selfEnrol: (userId, courseId, roleId) =>
      byHand.enrol({ userId, courseId, roleId, makerId: userId, method: 'self' }),
    assign: (userId, courseId, roleId) => byHand.assignCourseRole(userId, courseId, roleId, A_TEACHER),
    addToCohort: (userId, cohortId) => byHand.addToCohort(userId, cohortId),
    makeManager: (userId) => byHand.assignSystemRole(userId, ROLE_IDS.manager, A_TEACHER),
    suspendEnrolment: (userId, courseId) => byHand.setSuspended(userId, courseId, true),
    suspend: (userId) => rows.setSuspended(userId, true, 1),
    deleteUser: (userId) => rows.markDeleted(userId, 1),
    deleteCourse: (courseId) => site.deleteCourse(courseId),
    deleteCohort: (cohortId) => site.deleteCohort(cohortId),
    disableManualEnrolment: (courseId) => site.setManualEnrolment(courseId, false),
    removeManualEnrolment: async (courseId) => {
      await dataSource.query("DELETE FROM lms_enrol WHERE enrol = 'manual' AND courseid = ?", [courseId]);
      await dataSource.query('DELETE FROM lms_context WHERE contextlevel = 50 AND instanceid = ?', [courseId]);
    },
  };
}
