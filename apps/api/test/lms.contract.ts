import { CAPABILITIES } from '@pulsetech/contracts';
import type { LmsChange, LmsCohort, LmsCourse, LmsPort, LmsUser } from '../src/modules/lms/lms.port.js';

export const STUDENT = 5;
export const NON_EDITING_TEACHER = 4;
export const TEACHER = 3;
export const MANAGER = 1;
export const NOTHING_HAS_THIS_ID = 999_999;

/** What people do in the LMS itself while the integration is not looking. */
export interface LmsHand {
  /** A person with the password `right`. */
  user(details?: { username?: string; email?: string; confirmed?: boolean }): Promise<LmsUser>;
  course(details?: { visible?: boolean }): Promise<LmsCourse>;
  cohort(): Promise<LmsCohort>;
  enrol(userId: number, courseId: number, roleId: number): Promise<void>;
  selfEnrol(userId: number, courseId: number, roleId: number): Promise<void>;
  assign(userId: number, courseId: number, roleId: number): Promise<void>;
  addToCohort(userId: number, cohortId: number): Promise<void>;
  makeManager(userId: number): Promise<void>;
  suspendEnrolment(userId: number, courseId: number): Promise<void>;
  suspend(userId: number): Promise<void>;
  deleteUser(userId: number): Promise<void>;
  deleteCourse(courseId: number): Promise<void>;
  deleteCohort(cohortId: number): Promise<void>;
  disableManualEnrolment(courseId: number): Promise<void>;
  removeManualEnrolment(courseId: number): Promise<void>;
}

/** What every adapter of the LMS port must do. `subject` is called inside the tests, after the adapter is ready. */
export function describeLmsPort(subject: () => { readonly lms: LmsPort; readonly hand: LmsHand }): void {
  const lms = () => subject().lms;
  const hand = () => subject().hand;
  const coursesOf = async (userId: number) =>
    (await lms().listUserCourses(userId)).map((course) => [course.id, course.roles.map((role) => role.id)]);
  const applyOne = async (change: LmsChange) => {
    const [outcome] = await lms().apply([change]);
    return outcome;
  };
  const holdings = async (userId: number, courseIds: number[], cohortIds: number[] = []) => {
    const [found] = await lms().readHoldings([{ userId, courseIds, cohortIds }]);
    return found;
  };

  describe('people', () => {
    it('are found by id, unknown and deleted ones left out, suspended ones told as such', async () => {
      const [a, b, gone] = [await hand().user(), await hand().user(), await hand().user()];
      await hand().suspend(b.id);
      await hand().deleteUser(gone.id);
      const found = await lms().findUsersByIds([a.id, b.id, gone.id, NOTHING_HAS_THIS_ID]);
      expect(new Map(found.map((user) => [user.id, user.suspended]))).toEqual(
        new Map([
          [a.id, false],
          [b.id, true],
        ]),
      );
      expect(await lms().findUsersByIds([])).toEqual([]);
    });

    it('are found by username and by address whatever the case, but never by one that only looks alike', async () => {
      const user = await hand().user({ username: 'zoe.case', email: 'Zoe.Case@Example.com' });
      expect((await lms().findUserByUsername(' Zoe.CASE '))?.id).toBe(user.id);
      expect(await lms().findUserByUsername('zoë.case')).toBeNull();
      expect((await lms().findUsersByEmail('zoe.case@EXAMPLE.com')).map(({ id }) => id)).toEqual([user.id]);
      expect(await lms().findUsersByEmail('zoë.case@example.com')).toEqual([]);
      expect(await lms().findUsersByEmail('')).toEqual([]);
      const kim = await hand().user({ username: 'kim.case', email: 'kim.case@example.com' });
      expect((await lms().findUserByUsername('KIM.case'))?.id).toBe(kim.id);
      // The Kelvin sign: JavaScript takes it to lower case as an ordinary k.
      expect(await lms().findUserByUsername('\u212Aim.case')).toBeNull();
      expect(await lms().findUsersByEmail('\u212Aim.case@example.com')).toEqual([]);
      expect(await lms().checkPassword('\u212Aim.case', 'right')).toBeNull();
    });

    it('with one address between them are all found', async () => {
      const twins = [
        await hand().user({ email: 'twins@example.com' }),
        await hand().user({ email: 'twins@example.com' }),
      ];
      expect((await lms().findUsersByEmail('twins@example.com')).map(({ id }) => id).sort()).toEqual(
        twins.map(({ id }) => id).sort(),
      );
    });

    it('are created with names in any script, and never with a username that is taken', async () => {
      const wanted = {
        username: 'new.person',
        firstname: "Siobhán 🎓 O'Neill",
        lastname: '山田',
        email: 'new.person@example.com',
        confirmed: true,
      };
      const created = await lms().createUser(wanted);
      expect(created).toEqual({ ...wanted, id: created.id, suspended: false, hasPassword: false, nologin: false });
      expect(await lms().findUsersByIds([created.id])).toEqual([created]);
      await expect(lms().createUser(wanted)).rejects.toMatchObject({ code: 'username_taken' });
    });

    it('prove who they are by their password only', async () => {
      const user = await hand().user({ username: 'pat.word' });
      expect((await lms().checkPassword(' PAT.word', 'right'))?.id).toBe(user.id);
      expect(user.hasPassword).toBe(true);
      expect(await lms().findUsersByIds([user.id])).toMatchObject([{ hasPassword: true }]);
      expect(await lms().findUserByUsername('pat.word')).toMatchObject({ hasPassword: true });
      expect(await lms().checkPassword('pat.word', 'wrong')).toBeNull();
      expect(await lms().checkPassword('pat.word', '')).toBeNull();
      expect(await lms().checkPassword('nobody.at.all', 'right')).toBeNull();
    });

    it('who are suspended are told as such once the password was right; deleted ones are unknown', async () => {
      const suspended = await hand().user({ username: 'sus.pended' });
      await hand().suspend(suspended.id);
      expect(await lms().checkPassword('sus.pended', 'right')).toMatchObject({ id: suspended.id, suspended: true });
      const gone = await hand().user({ username: 'gone.away' });
      await hand().deleteUser(gone.id);
      expect(await lms().checkPassword('gone.away', 'right')).toBeNull();
    });

    it('created without a password cannot sign in by one', async () => {
      await lms().createUser({
        username: 'discord.only',
        firstname: 'D',
        lastname: 'O',
        email: 'discord.only@example.com',
        confirmed: true,
      });
      expect(await lms().checkPassword('discord.only', '')).toBeNull();
      expect(await lms().checkPassword('discord.only', 'right')).toBeNull();
    });

    it('may link their own account; managers may do everything and are privileged', async () => {
      const user = await hand().user();
      const manager = await hand().user();
      await hand().makeManager(manager.id);
      expect([...(await lms().capabilitiesOf(user.id))]).toEqual([CAPABILITIES.linkAccount]);
      expect(new Set(await lms().capabilitiesOf(manager.id))).toEqual(new Set(Object.values(CAPABILITIES)));
      expect([...(await lms().capabilitiesOf(NOTHING_HAS_THIS_ID))]).toEqual([]);
      expect(await lms().isPrivileged(user.id)).toBe(false);
      expect(await lms().isPrivileged(manager.id)).toBe(true);
    });

    it('who teach in one course are not privileged', async () => {
      const [user, course] = [await hand().user(), await hand().course()];
      await hand().enrol(user.id, course.id, TEACHER);
      expect(await lms().isPrivileged(user.id)).toBe(false);
    });
  });

  describe('the catalogue', () => {
    it('lists courses and cohorts, and of the roles only those for courses', async () => {
      const [course, cohort] = [await hand().course(), await hand().cohort()];
      expect(await lms().listCourses()).toContainEqual(course);
      expect(await lms().listCohorts()).toContainEqual(cohort);
      expect(await lms().listAssignableRoles()).toEqual([
        { id: 3, shortname: 'editingteacher', name: 'Teacher' },
        { id: 4, shortname: 'teacher', name: 'Non-editing teacher' },
        { id: 5, shortname: 'student', name: 'Student' },
      ]);
    });

    it('lists the courses of a person, the newest first, with roles, whoever enrolled them', async () => {
      const user = await hand().user();
      const [first, second, third] = [await hand().course(), await hand().course(), await hand().course()];
      await hand().enrol(user.id, first.id, STUDENT);
      await hand().assign(user.id, first.id, TEACHER);
      await hand().selfEnrol(user.id, third.id, STUDENT);
      await applyOne({ type: 'enrol', userId: user.id, courseId: second.id, roleId: STUDENT });
      expect(await coursesOf(user.id)).toEqual([
        [third.id, [STUDENT]],
        [second.id, [STUDENT]],
        [first.id, [TEACHER, STUDENT]],
      ]);
      expect(await lms().listUserCourses(NOTHING_HAS_THIS_ID)).toEqual([]);
    });

    it('does not show a hidden course to those who only learn in it', async () => {
      const [learner, teacher, course] = [
        await hand().user(),
        await hand().user(),
        await hand().course({ visible: false }),
      ];
      await hand().enrol(learner.id, course.id, STUDENT);
      await hand().enrol(teacher.id, course.id, TEACHER);
      expect(await coursesOf(learner.id)).toEqual([]);
      expect(await coursesOf(teacher.id)).toEqual([[course.id, [TEACHER]]]);
    });
  });

  describe('changes', () => {
    it('enrol with the role, tell who made it, and are safe to repeat', async () => {
      const [user, course, cohort] = [await hand().user(), await hand().course(), await hand().cohort()];
      const batch: LmsChange[] = [
        { type: 'enrol', userId: user.id, courseId: course.id, roleId: STUDENT },
        { type: 'enrol', userId: user.id, courseId: course.id, roleId: TEACHER },
        { type: 'cohort_add', userId: user.id, cohortId: cohort.id },
      ];
      const applied = batch.map(() => ({ applied: 'yes' }));
      expect(await lms().apply(batch)).toEqual(applied);
      expect(await lms().apply([...batch, ...batch])).toEqual([...applied, ...applied]);
      expect(await coursesOf(user.id)).toEqual([[course.id, [TEACHER, STUDENT]]]);
      expect(await holdings(user.id, [course.id], [cohort.id])).toEqual({
        userId: user.id,
        enrolments: [{ courseId: course.id, by: 'integration', suspended: false }],
        roles: [
          { courseId: course.id, roleId: TEACHER, by: 'integration' },
          { courseId: course.id, roleId: STUDENT, by: 'integration' },
        ],
        cohorts: [{ cohortId: cohort.id, by: 'integration' }],
      });
    });

    it('unassign takes one role and leaves the enrolment', async () => {
      const [user, course] = [await hand().user(), await hand().course()];
      await lms().apply([
        { type: 'enrol', userId: user.id, courseId: course.id, roleId: STUDENT },
        { type: 'enrol', userId: user.id, courseId: course.id, roleId: NON_EDITING_TEACHER },
      ]);
      const change: LmsChange = { type: 'unassign', userId: user.id, courseId: course.id, roleId: STUDENT };
      expect(await applyOne(change)).toEqual({ applied: 'yes' });
      expect(await applyOne(change)).toEqual({ applied: 'yes' });
      expect(await coursesOf(user.id)).toEqual([[course.id, [NON_EDITING_TEACHER]]]);
    });

    it('unenrol takes the enrolment and every role with it, and is safe to repeat', async () => {
      const [user, other, course] = [await hand().user(), await hand().user(), await hand().course()];
      await lms().apply([
        { type: 'enrol', userId: user.id, courseId: course.id, roleId: STUDENT },
        { type: 'enrol', userId: other.id, courseId: course.id, roleId: STUDENT },
      ]);
      await hand().assign(user.id, course.id, TEACHER);
      const change: LmsChange = { type: 'unenrol', userId: user.id, courseId: course.id };
      expect(await applyOne(change)).toEqual({ applied: 'yes' });
      expect(await applyOne(change)).toEqual({ applied: 'yes' });
      expect(await holdings(user.id, [course.id])).toMatchObject({ enrolments: [], roles: [] });
      expect(await coursesOf(other.id)).toEqual([[course.id, [STUDENT]]]);
    });

    it('unenrol leaves another way in and the roles given by hand with it', async () => {
      const [user, course] = [await hand().user(), await hand().course()];
      await hand().selfEnrol(user.id, course.id, STUDENT);
      await applyOne({ type: 'enrol', userId: user.id, courseId: course.id, roleId: TEACHER });
      expect(await holdings(user.id, [course.id])).toMatchObject({ enrolments: [{ by: 'integration' }] });
      await applyOne({ type: 'unenrol', userId: user.id, courseId: course.id });
      expect(await coursesOf(user.id)).toEqual([[course.id, [STUDENT]]]);
    });

    it('suspend ends the access and leaves everything in place, resume gives it back, and both are safe to repeat', async () => {
      const [user, other, course] = [await hand().user(), await hand().user(), await hand().course()];
      for (const { id } of [user, other]) {
        await applyOne({ type: 'enrol', userId: id, courseId: course.id, roleId: STUDENT });
      }
      const change = (type: 'suspend' | 'resume'): LmsChange => ({ type, userId: user.id, courseId: course.id });
      expect(await lms().apply([change('suspend'), change('suspend')])).toEqual([
        { applied: 'yes' },
        { applied: 'yes' },
      ]);
      expect(await coursesOf(user.id)).toEqual([]);
      expect(await coursesOf(other.id)).toEqual([[course.id, [STUDENT]]]);
      expect(await holdings(user.id, [course.id])).toEqual({
        userId: user.id,
        enrolments: [{ courseId: course.id, by: 'integration', suspended: true }],
        roles: [{ courseId: course.id, roleId: STUDENT, by: 'integration' }],
        cohorts: [],
      });
      const enrol: LmsChange = { type: 'enrol', userId: user.id, courseId: course.id, roleId: TEACHER };
      expect(await applyOne(enrol)).toEqual({ applied: 'yes' });
      expect(await coursesOf(user.id)).toEqual([]);
      expect(await lms().apply([change('resume'), change('resume')])).toEqual([{ applied: 'yes' }, { applied: 'yes' }]);
      expect(await coursesOf(user.id)).toEqual([[course.id, [TEACHER, STUDENT]]]);
    });

    it('never suspend or resume an enrolment that was made by hand', async () => {
      const [open, closed, course] = [await hand().user(), await hand().user(), await hand().course()];
      await hand().enrol(open.id, course.id, STUDENT);
      await hand().enrol(closed.id, course.id, STUDENT);
      await hand().suspendEnrolment(closed.id, course.id);
      await lms().apply([
        { type: 'suspend', userId: open.id, courseId: course.id },
        { type: 'resume', userId: closed.id, courseId: course.id },
      ]);
      expect(await coursesOf(open.id)).toEqual([[course.id, [STUDENT]]]);
      expect(await holdings(closed.id, [course.id])).toMatchObject({ enrolments: [{ by: 'other', suspended: true }] });
    });

    it('suspend and resume where nothing is enrolled change nothing; a course or person that is gone is told', async () => {
      const [user, course, deleted] = [await hand().user(), await hand().course(), await hand().course()];
      const [gone, closed] = [await hand().user(), await hand().course()];
      await hand().deleteUser(gone.id);
      await hand().disableManualEnrolment(closed.id);
      await hand().deleteCourse(deleted.id);
      const outcomes = await lms().apply(
        [course, deleted, closed].flatMap(({ id }): LmsChange[] => [
          { type: 'suspend', userId: user.id, courseId: id },
          { type: 'resume', userId: user.id, courseId: id },
        ]),
      );
      expect(outcomes.map((outcome) => (outcome.applied === 'yes' ? 'yes' : outcome.code))).toEqual([
        ...['yes', 'yes', 'course_missing', 'course_missing', 'yes', 'manual_enrolment_disabled'],
      ]);
      const ofNobody: LmsChange = { type: 'suspend', userId: gone.id, courseId: course.id };
      expect(await applyOne(ofNobody)).toMatchObject({ applied: 'no', code: 'user_missing' });
      expect(await coursesOf(user.id)).toEqual([]);
    });

    it('create manual enrolment where the course has none', async () => {
      const [user, course] = [await hand().user(), await hand().course()];
      await hand().removeManualEnrolment(course.id);
      expect(await applyOne({ type: 'enrol', userId: user.id, courseId: course.id, roleId: STUDENT })).toEqual({
        applied: 'yes',
      });
      expect(await coursesOf(user.id)).toEqual([[course.id, [STUDENT]]]);
    });

    it('each have their own outcome, and those that fail do not hold back the others', async () => {
      const [user, gone] = [await hand().user(), await hand().user()];
      const [open, closed, deleted] = [await hand().course(), await hand().course(), await hand().course()];
      const [cohort, deletedCohort] = [await hand().cohort(), await hand().cohort()];
      await hand().disableManualEnrolment(closed.id);
      await hand().deleteCourse(deleted.id);
      await hand().deleteCohort(deletedCohort.id);
      await hand().deleteUser(gone.id);
      const enrol = (userId: number, courseId: number, roleId: number): LmsChange => ({
        type: 'enrol',
        userId,
        courseId,
        roleId,
      });
      const outcomes = await lms().apply([
        enrol(user.id, closed.id, STUDENT),
        enrol(user.id, deleted.id, STUDENT),
        enrol(user.id, open.id, NOTHING_HAS_THIS_ID),
        enrol(user.id, open.id, MANAGER),
        enrol(gone.id, open.id, STUDENT),
        { type: 'cohort_add', userId: user.id, cohortId: deletedCohort.id },
        { type: 'cohort_add', userId: gone.id, cohortId: cohort.id },
        enrol(user.id, open.id, STUDENT),
        { type: 'cohort_add', userId: user.id, cohortId: cohort.id },
      ]);
      expect(outcomes.map((outcome) => (outcome.applied === 'yes' ? 'yes' : outcome.code))).toEqual([
        'manual_enrolment_disabled',
        'course_missing',
        'role_missing',
        'role_not_assignable',
        'user_missing',
        'cohort_missing',
        'user_missing',
        'yes',
        'yes',
      ]);
      expect(await coursesOf(user.id)).toEqual([[open.id, [STUDENT]]]);
      expect(await holdings(gone.id, [open.id], [cohort.id])).toMatchObject({ enrolments: [], roles: [], cohorts: [] });
    });

    it('take away where the course, the cohort or the person is gone: nothing is left, so it is done', async () => {
      const [user, course, cohort] = [await hand().user(), await hand().course(), await hand().cohort()];
      await hand().deleteCourse(course.id);
      await hand().deleteCohort(cohort.id);
      const outcomes = await lms().apply([
        { type: 'unenrol', userId: user.id, courseId: course.id },
        { type: 'unassign', userId: user.id, courseId: course.id, roleId: STUDENT },
        { type: 'cohort_remove', userId: user.id, cohortId: cohort.id },
        { type: 'unenrol', userId: NOTHING_HAS_THIS_ID, courseId: course.id },
      ]);
      expect(outcomes).toEqual(outcomes.map(() => ({ applied: 'yes' })));
    });

    it('of one batch happen in their order', async () => {
      const [user, course, cohort] = [await hand().user(), await hand().course(), await hand().cohort()];
      const enrol = (roleId: number): LmsChange => ({ type: 'enrol', userId: user.id, courseId: course.id, roleId });
      await lms().apply([
        enrol(STUDENT),
        { type: 'cohort_add', userId: user.id, cohortId: cohort.id },
        { type: 'unenrol', userId: user.id, courseId: course.id },
        { type: 'cohort_remove', userId: user.id, cohortId: cohort.id },
        enrol(TEACHER),
        { type: 'suspend', userId: user.id, courseId: course.id },
        { type: 'resume', userId: user.id, courseId: course.id },
      ]);
      expect(await coursesOf(user.id)).toEqual([[course.id, [TEACHER]]]);
      expect(await holdings(user.id, [], [cohort.id])).toMatchObject({ cohorts: [] });
    });

    it('made at the same time for the same person all arrive', async () => {
      const user = await hand().user();
      const courses = await Promise.all(Array.from({ length: 6 }, () => hand().course()));
      await Promise.all(courses.map((course) => hand().removeManualEnrolment(course.id)));
      const batch = courses.map(({ id }): LmsChange => ({
        type: 'enrol',
        userId: user.id,
        courseId: id,
        roleId: STUDENT,
      }));
      const results = await Promise.all([lms().apply(batch), lms().apply([...batch].reverse()), lms().apply(batch)]);
      expect(results.flat().every((outcome) => outcome.applied === 'yes')).toBe(true);
      expect(await coursesOf(user.id)).toHaveLength(6);
    });

    it('may be none', async () => {
      expect(await lms().apply([])).toEqual([]);
    });
  });

  describe('holdings', () => {
    it('tell what people gave by hand from what the integration gave', async () => {
      const [user, course, cohort] = [await hand().user(), await hand().course(), await hand().cohort()];
      await hand().enrol(user.id, course.id, STUDENT);
      await hand().addToCohort(user.id, cohort.id);
      await applyOne({ type: 'enrol', userId: user.id, courseId: course.id, roleId: TEACHER });
      await applyOne({ type: 'cohort_add', userId: user.id, cohortId: cohort.id });
      const found = await holdings(user.id, [course.id], [cohort.id]);
      expect(found?.enrolments.map(({ by }) => by)).toEqual(['other']);
      expect(found?.roles).toEqual([
        { courseId: course.id, roleId: TEACHER, by: 'integration' },
        { courseId: course.id, roleId: STUDENT, by: 'other' },
      ]);
      expect(found?.cohorts.map(({ by }) => by)).toEqual(['other']);
    });

    it('are told for each person in the order asked, of what was asked for only', async () => {
      const [a, b, course, unasked] = [
        await hand().user(),
        await hand().user(),
        await hand().course(),
        await hand().course(),
      ];
      await lms().apply(
        [a, b].flatMap((user) =>
          [course, unasked].map(({ id }): LmsChange => ({
            type: 'enrol',
            userId: user.id,
            courseId: id,
            roleId: STUDENT,
          })),
        ),
      );
      const found = await lms().readHoldings([
        { userId: b.id, courseIds: [course.id], cohortIds: [] },
        { userId: a.id, courseIds: [], cohortIds: [] },
        { userId: NOTHING_HAS_THIS_ID, courseIds: [course.id], cohortIds: [] },
      ]);
      expect(found.map(({ userId, enrolments }) => [userId, enrolments.map(({ courseId }) => courseId)])).toEqual([
        [b.id, [course.id]],
        [a.id, []],
        [NOTHING_HAS_THIS_ID, []],
      ]);
      expect(await lms().readHoldings([])).toEqual([]);
    });

    it('do not count other ways into the course as manual enrolments', async () => {
      const [user, course] = [await hand().user(), await hand().course()];
      await hand().selfEnrol(user.id, course.id, STUDENT);
      expect(await holdings(user.id, [course.id])).toMatchObject({ enrolments: [], roles: [{ by: 'other' }] });
    });
  });
}
