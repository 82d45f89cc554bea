import { closeAfterAll } from '../../../../test/close-after.js';
import { EmbeddedLmsFixture } from '../../../../test/embedded-lms.fixture.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { NON_EDITING_TEACHER, STUDENT, TEACHER } from '../../../../test/lms.contract.js';
import type { LmsCourse, LmsUser } from '../lms.port.js';

const NOT_COUNTED = { countUsers: false };
const COUNTED = { countUsers: true };

describe('what people see of each other in the embedded LMS', () => {
  let fixture: EmbeddedLmsFixture;
  let manager: LmsUser;
  beforeAll(async () => {
    fixture = await EmbeddedLmsFixture.start();
    manager = await fixture.hand.user({ username: 'manager' });
    await fixture.hand.makeManager(manager.id);
  }, 120_000);
  closeAfterAll(() => fixture);

  let made = 0;
  const person = (): Promise<LmsUser> => {
    const username = `viewed${++made}`;
    const email = `${username}@example.com`;
    return fixture.lms.createUser({ username, email, firstname: 'Per', lastname: 'Son', confirmed: true });
  };
  const change = async (user: LmsUser, column: string, value: string | number): Promise<void> => {
    await fixture.dataSource.query(`UPDATE lms_user SET ${column} = ? WHERE id = ?`, [value, user.id]);
  };
  const inCourse = async (...held: readonly (readonly [LmsUser, number])[]): Promise<LmsCourse> => {
    const course = await fixture.hand.course();
    for (const [user, roleId] of held) await fixture.hand.enrol(user.id, course.id, roleId);
    return course;
  };
  const seen = async (viewer: LmsUser, user: LmsUser) => {
    const [profile] = await fixture.lms.viewProfiles(viewer.id, 'id', [String(user.id)]);
    return profile;
  };
  const seenBy = async (viewer: LmsUser, field: 'username' | 'email' | 'idnumber', value: string): Promise<number[]> =>
    (await fixture.lms.viewProfiles(viewer.id, field, [value])).map(({ id }) => id);
  const coursesSeen = async (viewer: LmsUser, user: LmsUser): Promise<number[]> =>
    (await fixture.lms.viewCourses(viewer.id, user.id, NOT_COUNTED)).map(({ id }) => id);

  describe('profiles', () => {
    it('are wholly seen by a manager, found by each field and given by id', async () => {
      const [one, two] = [await person(), await person()];
      await change(two, 'idnumber', 'Staff-77');
      const profiles = await fixture.lms.viewProfiles(
        manager.id,
        'id',
        [two, one, two].map(({ id }) => String(id)),
      );
      expect(profiles.map(({ id }) => id)).toEqual([one.id, two.id]);
      expect(profiles[1]).toEqual({
        id: two.id,
        username: two.username,
        firstname: 'Per',
        lastname: 'Son',
        email: two.email,
        department: '',
        idnumber: 'Staff-77',
        firstaccess: 0,
        lastaccess: 0,
        auth: 'oauth2',
        suspended: false,
        confirmed: true,
        lang: 'en',
        theme: '',
        timezone: '99',
        mailformat: 1,
        trackforums: 0,
        own: false,
      });
      expect(await seenBy(manager, 'username', one.username)).toEqual([one.id]);
      expect(await seenBy(manager, 'email', one.email.toUpperCase())).toEqual([one.id]);
      expect(await seenBy(manager, 'idnumber', 'STAFF-77')).toEqual([two.id]);
      expect(await seenBy(manager, 'idnumber', '')).toEqual([]);
      await change(one, 'idnumber', 'ÄÖ-1 Ж');
      expect(await seenBy(manager, 'idnumber', 'ÄÖ-1 Ж')).toEqual([one.id]);
      expect(await seenBy(manager, 'email', '')).toEqual([]);
    });

    it('of deleted people are what is left of them, and only found by id', async () => {
      const gone = await person();
      await change(gone, 'idnumber', 'gone-1');
      await fixture.hand.deleteUser(gone.id);
      expect(await seen(manager, gone)).toMatchObject({ id: gone.id, username: `deleted.${gone.id}.1`, email: '' });
      expect(await seenBy(manager, 'username', gone.username)).toEqual([]);
      expect(await seenBy(manager, 'email', gone.email)).toEqual([]);
      expect(await seenBy(manager, 'idnumber', 'gone-1')).toEqual([]);
    });

    it('of strangers are not seen, the own one is', async () => {
      const [viewer, stranger] = [await person(), await person()];
      expect(await seen(viewer, stranger)).toBeUndefined();
      expect(await seen(viewer, viewer)).toMatchObject({ username: viewer.username, email: viewer.email, own: true });
      expect(await seenBy(viewer, 'email', viewer.email)).toEqual([viewer.id]);
    });

    it('of people in the same course are seen by their names, and by the address that they show to the course', async () => {
      const [viewer, shown, hidden] = [await person(), await person(), await person()];
      await change(hidden, 'maildisplay', 0);
      await inCourse([viewer, STUDENT], [shown, STUDENT], [hidden, STUDENT]);
      expect(await seen(viewer, shown)).toEqual({
        id: shown.id,
        firstname: 'Per',
        lastname: 'Son',
        email: shown.email,
        firstaccess: 0,
        lastaccess: 0,
        suspended: false,
        timezone: '99',
        own: false,
      });
      expect(await seen(viewer, hidden)).not.toHaveProperty('email');
      expect(await seenBy(viewer, 'email', shown.email)).toEqual([shown.id]);
      expect(await seenBy(viewer, 'email', hidden.email)).toEqual([]);
      // The username is not for them, so it cannot be searched either.
      expect(await seenBy(viewer, 'username', shown.username)).toEqual([]);
    });

    it('show a hidden address to the teachers of the course, and one for everybody to everybody who sees the person', async () => {
      const [teacher, assistant, student, hidden] = [await person(), await person(), await person(), await person()];
      await change(hidden, 'maildisplay', 0);
      await inCourse([teacher, TEACHER], [assistant, NON_EDITING_TEACHER], [student, STUDENT], [hidden, STUDENT]);
      expect(await seen(teacher, hidden)).toMatchObject({ email: hidden.email });
      expect(await seen(assistant, hidden)).toMatchObject({ email: hidden.email });
      expect(await seen(student, hidden)).not.toHaveProperty('email');
      await change(hidden, 'maildisplay', 1);
      expect(await seen(student, hidden)).toMatchObject({ email: hidden.email });
    });

    it('of teachers are seen by everybody, as they are the contacts of their courses', async () => {
      const [viewer, teacher] = [await person(), await person()];
      await inCourse([teacher, TEACHER]);
      expect(await seen(viewer, teacher)).toMatchObject({ id: teacher.id, firstname: 'Per' });
      expect(await seen(viewer, teacher)).not.toHaveProperty('email');
    });

    it('of people whose enrolment is suspended are not seen through that course', async () => {
      const [viewer, former] = [await person(), await person()];
      const course = await inCourse([viewer, STUDENT], [former, STUDENT]);
      await fixture.dataSource.query(
        'UPDATE lms_user_enrolments SET status = 1 WHERE userid = ? AND enrolid IN (SELECT id FROM lms_enrol WHERE courseid = ?)',
        [former.id, course.id],
      );
      expect(await seen(viewer, former)).toBeUndefined();
    });

    it('show telephones to site administrators only, and texts of people who hold a role', async () => {
      const [viewer, one, two] = [await person(), await person(), await person()];
      for (const user of [one, two]) {
        await change(user, 'phone1', '555');
        await change(user, 'description', 'I am I');
        await change(user, 'city', 'Łódź');
      }
      await inCourse([viewer, TEACHER], [one, STUDENT]);
      expect(await seen(manager, one)).toMatchObject({ phone1: '555', description: { text: 'I am I', format: 1 } });
      const byTeacher = await seen(viewer, one);
      expect(byTeacher).toMatchObject({ city: 'Łódź', description: { text: 'I am I', format: 1 } });
      expect(byTeacher).not.toHaveProperty('phone1');
    });

    it('cost as many statements for five hundred people as for one, whoever looks', async () => {
      const viewer = await person();
      const people = await Promise.all(Array.from({ length: 500 }, person));
      const course = await inCourse([viewer, STUDENT]);
      await fixture.lms.apply(
        people.map(({ id }) => ({ type: 'enrol', userId: id, courseId: course.id, roleId: STUDENT })),
      );
      const ids = people.map(({ id }) => String(id));
      for (const who of [manager, viewer]) {
        const count = async (values: readonly string[]): Promise<number> => {
          const { statements, result } = await countingStatements(fixture.dataSource, () =>
            fixture.lms.viewProfiles(who.id, 'id', values),
          );
          expect(result).toHaveLength(values.length);
          return statements;
        };
        const one = await count(ids.slice(0, 1));
        expect(one).toBeLessThanOrEqual(6);
        expect(await count(ids)).toBe(one);
      }
    }, 60_000);

    it.each(['username', 'email', 'idnumber'] as const)(
      'that stay hidden cost the same statements as those that there are not, looked for by %s',
      async (field) => {
        const [stranger, attender, hidden, contact] = [await person(), await person(), await person(), await person()];
        await change(hidden, 'maildisplay', 0);
        for (const user of [hidden, contact]) await change(user, 'idnumber', `hidden-${user.id}`);
        await inCourse([attender, STUDENT], [hidden, STUDENT]);
        await inCourse([contact, TEACHER]);
        const cost = async (viewer: LmsUser, value: string): Promise<number> => {
          const { statements, result } = await countingStatements(fixture.dataSource, () =>
            fixture.lms.viewProfiles(viewer.id, field, [value]),
          );
          expect(result).toEqual([]);
          return statements;
        };
        for (const viewer of [stranger, attender]) {
          const missing = await cost(viewer, 'nobody-has-this');
          for (const user of [hidden, contact]) {
            const value = field === 'idnumber' ? `hidden-${user.id}` : user[field];
            expect(await cost(viewer, value)).toBe(missing);
          }
        }
      },
    );

    it.each(['0', '-1', '99999999999', '9223372036854775807', 'x'])('are not looked for by the id %s', async (id) => {
      expect(await fixture.lms.viewProfiles(manager.id, 'id', [id])).toEqual([]);
    });
  });

  describe('courses of a user', () => {
    it('are told to the user and to managers, with the newest first and hidden ones last', async () => {
      const teacher = await person();
      const [first, hidden, last] = [
        await fixture.hand.course(),
        await fixture.hand.course({ visible: false }),
        await fixture.hand.course(),
      ];
      for (const { id } of [first, hidden, last]) await fixture.hand.enrol(teacher.id, id, TEACHER);
      expect(await coursesSeen(teacher, teacher)).toEqual([last.id, first.id, hidden.id]);
      expect(await coursesSeen(manager, teacher)).toEqual([last.id, first.id, hidden.id]);
    });

    it('leave out courses that are hidden from the user', async () => {
      const student = await person();
      const hidden = await fixture.hand.course({ visible: false });
      await fixture.hand.enrol(student.id, hidden.id, STUDENT);
      expect(await coursesSeen(student, student)).toEqual([]);
      expect(await coursesSeen(manager, student)).toEqual([]);
    });

    it('are told to others only where both take part and may see each other', async () => {
      const [viewer, other] = [await person(), await person()];
      const common = await inCourse([viewer, STUDENT], [other, STUDENT]);
      await inCourse([other, STUDENT]);
      expect(await coursesSeen(viewer, other)).toEqual([common.id]);
      expect(await coursesSeen(await person(), other)).toEqual([]);
    });

    it('are not told to somebody who holds a role in the course but is not enrolled and may not enter', async () => {
      const [outsider, other] = [await person(), await person()];
      const course = await inCourse([other, STUDENT]);
      await fixture.hand.assign(outsider.id, course.id, TEACHER);
      expect(await coursesSeen(outsider, other)).toEqual([]);
    });

    it('count everybody who is enrolled, once, but nobody who was deleted', async () => {
      const [one, two, gone] = [await person(), await person(), await person()];
      const course = await inCourse([one, STUDENT], [two, STUDENT], [gone, STUDENT]);
      await fixture.hand.selfEnrol(two.id, course.id, STUDENT);
      await fixture.hand.suspend(two.id);
      await fixture.hand.deleteUser(gone.id);
      expect(await fixture.lms.viewCourses(one.id, one.id, COUNTED)).toMatchObject([
        { id: course.id, enrolledUsers: 2 },
      ]);
      const [uncounted] = await fixture.lms.viewCourses(one.id, one.id, NOT_COUNTED);
      expect(uncounted).not.toHaveProperty('enrolledUsers');
    });

    it('are none for unknown and deleted users', async () => {
      const gone = await person();
      await inCourse([gone, STUDENT]);
      await fixture.hand.deleteUser(gone.id);
      expect(await coursesSeen(manager, gone)).toEqual([]);
      expect(await fixture.lms.viewCourses(manager.id, 999_999, COUNTED)).toEqual([]);
    });

    it('cost as many statements for thirty courses as for one', async () => {
      const user = await person();
      const statementsNow = async (): Promise<number> =>
        (await countingStatements(fixture.dataSource, () => fixture.lms.viewCourses(manager.id, user.id, COUNTED)))
          .statements;
      await inCourse([user, STUDENT]);
      const one = await statementsNow();
      expect(one).toBeLessThanOrEqual(6);
      for (let n = 0; n < 29; n++) await inCourse([user, STUDENT]);
      expect(await statementsNow()).toBe(one);
    });
  });

  describe('the times of use', () => {
    it('are noted at most once a minute, the first one once', async () => {
      const user = await person();
      const times = async (): Promise<unknown> => {
        const profile = await seen(manager, user);
        return [profile?.firstaccess, profile?.lastaccess];
      };
      const start = fixture.clock.nowSeconds();
      const { statements } = await countingStatements(fixture.dataSource, async () => {
        for (let n = 0; n < 10; n++) await fixture.lms.noteAccess(user.id);
      });
      expect(statements).toBe(1);
      expect(await times()).toEqual([start, start]);
      fixture.clock.advanceSeconds(59);
      await fixture.lms.noteAccess(user.id);
      expect(await times()).toEqual([start, start]);
      fixture.clock.advanceSeconds(1);
      await fixture.lms.noteAccess(user.id);
      expect(await times()).toEqual([start, start + 60]);
    });
  });

  it('counts managers of the whole site as its administrators, and nobody else', async () => {
    const teacher = await person();
    await inCourse([teacher, TEACHER]);
    expect(await fixture.lms.isSiteAdmin(manager.id)).toBe(true);
    expect(await fixture.lms.isSiteAdmin(teacher.id)).toBe(false);
  });
});
