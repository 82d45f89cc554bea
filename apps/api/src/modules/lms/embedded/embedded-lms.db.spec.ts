import type { LmsChange } from '../lms.port.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { EmbeddedLmsFixture } from '../../../../test/embedded-lms.fixture.js';
import { describeLmsPort, STUDENT } from '../../../../test/lms.contract.js';

describe('the embedded LMS', () => {
  let fixture: EmbeddedLmsFixture;
  beforeAll(async () => {
    fixture = await EmbeddedLmsFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);

  describeLmsPort(() => fixture);

  const statementsOf = async (work: () => Promise<unknown>): Promise<number> =>
    (await countingStatements(fixture.dataSource, work)).statements;

  it('applies five enrolments and five removals in at most ten statements, and a thousand changes in a few more', async () => {
    const courses = await Promise.all(Array.from({ length: 10 }, () => fixture.hand.course()));
    const enrol = (userId: number, courseId: number): LmsChange => ({
      type: 'enrol',
      userId,
      courseId,
      roleId: STUDENT,
    });
    const unenrol = (userId: number, courseId: number): LmsChange => ({ type: 'unenrol', userId, courseId });
    const ids = courses.map(({ id }) => id);
    const few = await fixture.hand.user();
    await fixture.lms.apply(ids.slice(0, 5).map((id) => enrol(few.id, id)));
    const tenChanges = await statementsOf(() =>
      fixture.lms.apply([
        ...ids.slice(5).map((id) => enrol(few.id, id)),
        ...ids.slice(0, 5).map((id) => unenrol(few.id, id)),
      ]),
    );
    expect(tenChanges).toBeLessThanOrEqual(10);

    const crowd = await Promise.all(Array.from({ length: 100 }, () => fixture.hand.user()));
    await fixture.lms.apply(crowd.flatMap(({ id }) => ids.slice(0, 5).map((courseId) => enrol(id, courseId))));
    const thousandChanges = await statementsOf(() =>
      fixture.lms.apply(
        crowd.flatMap(({ id }) => [
          ...ids.slice(5).map((courseId) => enrol(id, courseId)),
          ...ids.slice(0, 5).map((courseId) => unenrol(id, courseId)),
        ]),
      ),
    );
    expect(thousandChanges).toBeLessThanOrEqual(14);
    expect(await fixture.lms.listUserCourses(crowd[99]?.id ?? 0)).toHaveLength(5);
  }, 60_000);

  it('suspends and resumes five hundred enrolments in a few statements', async () => {
    const courses = await Promise.all(Array.from({ length: 5 }, () => fixture.hand.course()));
    const crowd = await Promise.all(Array.from({ length: 100 }, () => fixture.hand.user()));
    const all = (type: 'suspend' | 'resume'): LmsChange[] =>
      crowd.flatMap(({ id }) => courses.map((course): LmsChange => ({ type, userId: id, courseId: course.id })));
    await fixture.lms.apply(
      crowd.flatMap(({ id }) =>
        courses.map((course): LmsChange => ({ type: 'enrol', userId: id, courseId: course.id, roleId: STUDENT })),
      ),
    );
    for (const [type, active] of [['suspend', 0] as const, ['resume', 5] as const]) {
      expect(await statementsOf(() => fixture.lms.apply(all(type)))).toBeLessThanOrEqual(7);
      expect(await fixture.lms.listUserCourses(crowd[99]?.id ?? 0)).toHaveLength(active);
    }
  }, 60_000);

  it('answers what every web service call asks in one statement each, and holdings in one', async () => {
    const [user, course, cohort] = [
      await fixture.hand.user(),
      await fixture.hand.course(),
      await fixture.hand.cohort(),
    ];
    await fixture.hand.enrol(user.id, course.id, STUDENT);
    expect(await statementsOf(() => fixture.lms.findUsersByIds([user.id]))).toBe(1);
    expect(await statementsOf(() => fixture.lms.listUserCourses(user.id))).toBe(1);
    expect(await statementsOf(() => fixture.lms.capabilitiesOf(user.id))).toBe(1);
    expect(
      await statementsOf(() =>
        fixture.lms.readHoldings([{ userId: user.id, courseIds: [course.id], cohortIds: [cohort.id] }]),
      ),
    ).toBe(1);
  });

  it('goes back to an empty database and forth again', async () => {
    for (let left = fixture.dataSource.migrations.length; left > 0; left--)
      await fixture.dataSource.undoLastMigration();
    await fixture.dataSource.runMigrations();
    expect(await fixture.lms.listAssignableRoles()).toHaveLength(3);
    const drift = await fixture.dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
  }, 60_000);
});
