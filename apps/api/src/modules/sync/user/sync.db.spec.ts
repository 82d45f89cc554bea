import { SiteRepository } from '../../lms/embedded/site.repository.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { ASSISTANT, STUDENT, SyncFixture, TEACHER, type Linked } from '../../../../test/sync.fixture.js';

describe('synchronising a user', () => {
  let fixture: SyncFixture;
  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> =>
    (await countingStatements(fixture.site.dataSource, work)).queries;

  describe('gives and takes what the Discord roles say', () => {
    let student: string;
    let tutor: string;
    let creator: string;
    let programming: number;
    let staff: number;
    let cohort: number;
    let person: Linked;

    beforeAll(async () => {
      [student, tutor, creator] = [fixture.role(), fixture.role(), fixture.role()];
      programming = await fixture.course('Introduction to Programming');
      staff = await fixture.course('Staff <i>Training</i> & more');
      cohort = await fixture.cohort();
      await fixture.mapping({ discordRoleId: student, courseId: programming, cohortId: cohort });
      await fixture.mapping({ discordRoleId: creator, courseId: staff, roleId: TEACHER });
      await fixture.mapping({ discordRoleId: tutor, courseId: programming, roleId: ASSISTANT });
      person = await fixture.linked();
    });

    it('in the order of the mappings, with the names of the LMS', async () => {
      expect((await fixture.see(person, [creator, student])).result).toEqual({
        success: true,
        enrolled: 2,
        unenrolled: 0,
        errors: 0,
        changes: [
          { action: 'enrolled', course: 'Introduction to Programming', role: 'Student' },
          { action: 'enrolled', course: 'Staff <i>Training</i> & more', role: 'Teacher' },
        ],
        session_invalidated: false,
      });
      expect(await fixture.held(person)).toEqual([
        [programming, [STUDENT]],
        [staff, [TEACHER]],
      ]);
      expect(await fixture.inCohort(person, cohort)).toBe(true);
    });

    it('and nothing when nothing changed, with no question to the LMS and a handful of statements', async () => {
      fixture.forget();
      await fixture.see(person, [creator, student]);
      const asked = jest.spyOn(fixture.lms, 'readHoldings');
      const statements = await statementsOf(() => fixture.see(person, [creator, student]));
      expect(asked).not.toHaveBeenCalled();
      expect(statements.filter((statement) => /sync_|discord_users/.test(statement))).toHaveLength(3);
      expect((await fixture.see(person, [student, creator, student])).result).toMatchObject({
        success: true,
        changes: [],
      });
    });

    it('one of two roles in a course alone, without ending sessions', async () => {
      await fixture.see(person, [creator, student, tutor]);
      expect((await fixture.see(person, [creator, student])).result).toMatchObject({
        unenrolled: 1,
        changes: [{ action: 'unenrolled', course: 'Introduction to Programming', role: 'Non-editing teacher' }],
        session_invalidated: false,
      });
    });

    it('and ends all sessions but the one that asks, once, when a course is left', async () => {
      const end = jest.spyOn(fixture.site.app.get(SessionsService), 'endForUser');
      fixture.site.clock.advanceSeconds(1);
      const { result } = await fixture.sync.syncUser({
        guildId: GUILD,
        ...person,
        observation: fixture.member([]),
        cause: 'manual',
        keepSid: 'mine',
      });
      expect(result).toMatchObject({ unenrolled: 2, session_invalidated: true });
      expect(end.mock.calls).toEqual([[person.userId, { exceptSid: 'mine' }]]);
      expect(await fixture.held(person)).toEqual([]);
      expect(await fixture.inCohort(person, cohort)).toBe(false);
      expect(await fixture.ledger(person)).toEqual([]);
    });

    it('to somebody who is suspended as well', async () => {
      const suspended = await fixture.linked();
      await fixture.site.suspend(suspended.user);
      expect((await fixture.see(suspended, [student])).result).toMatchObject({ success: true, enrolled: 1 });
    });

    it('and records each change with its cause and mapping', async () => {
      const someone = await fixture.linked();
      await fixture.see(someone, [student], 'login');
      const rows = await fixture.site.dataSource.query<object[]>(
        'SELECT action, kind, targetid, cause FROM sync_changes WHERE userid = ? ORDER BY id',
        [someone.userId],
      );
      expect(rows).toEqual([
        { action: 'granted', kind: 'role', targetid: programming, cause: 'login' },
        { action: 'granted', kind: 'cohort', targetid: cohort, cause: 'login' },
      ]);
    });

    it('with few statements for ten changes', async () => {
      const many = await fixture.linked();
      const [gained, lost] = [fixture.role(), fixture.role()];
      for (let n = 0; n < 5; n++) {
        await fixture.mapping({ discordRoleId: gained, courseId: await fixture.course() });
        await fixture.mapping({ discordRoleId: lost, courseId: await fixture.course() });
      }
      await fixture.see(many, [lost]);
      const statements = await statementsOf(() => fixture.see(many, [gained]));
      expect(statements.length).toBeLessThanOrEqual(30);
    });
  });

  describe('a mapping that does not work', () => {
    it('is one error with words, and holds nobody back', async () => {
      const [role, good, bad] = [fixture.role(), await fixture.course(), await fixture.course('Closed course')];
      await fixture.mapping({ discordRoleId: role, courseId: bad });
      await fixture.mapping({ discordRoleId: role, courseId: good });
      await fixture.site.app.get(SiteRepository).setManualEnrolment(bad, false);
      const person = await fixture.linked();
      const { result, problems } = await fixture.see(person, [role]);
      expect(result).toMatchObject({ success: false, enrolled: 1, errors: 1 });
      expect(problems).toEqual([expect.stringContaining('“Closed course”')]);
      expect(await fixture.ledger(person)).not.toContainEqual(expect.stringContaining(`${bad}:`));
    });

    it('because its course is gone is an error of those who hold the role, every time, and of nobody else', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      await fixture.site.app.get(SiteRepository).deleteCourse(course);
      fixture.forget();
      expect((await fixture.see(person, [role])).result).toMatchObject({ success: false, errors: 1, changes: [] });
      expect((await fixture.see(person, [])).result).toMatchObject({ success: true, errors: 0 });
      expect(await fixture.ledger(person)).toEqual([]);
    });

    it('that is deleted changes nobody until the next synchronisation', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      const id = await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      await fixture.site.dataSource.query('DELETE FROM local_pulsetech_discord_role_mappings WHERE id = ?', [id]);
      fixture.forget();
      expect(await fixture.held(person)).toHaveLength(1);
      expect((await fixture.see(person, [role])).result).toMatchObject({ unenrolled: 1 });
    });
  });

  describe('when two synchronise the same user at once', () => {
    it('each change is made and told once', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => fixture.see(person, [role])));
      expect(outcomes.map(({ result }) => result.enrolled).sort()).toEqual([0, 0, 0, 0, 1]);
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });
  });

  describe('when two processes synchronise the same user at once', () => {
    it('the second waits for the first, plans anew, and finds nothing left to do', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      const other = fixture.otherProcess();
      fixture.site.clock.advanceSeconds(1);
      const request = { guildId: GUILD, ...person, observation: fixture.member([role]), cause: 'webservice' } as const;
      const outcomes = await Promise.all([fixture.sync.syncUser(request), other.syncUser(request)]);
      expect(outcomes.map(({ result }) => result.enrolled).sort()).toEqual([0, 1]);
      expect(outcomes.every(({ result }) => result.success)).toBe(true);
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
      expect(await fixture.site.dataSource.query('SELECT * FROM locks')).toEqual([]);
    });
  });

  it('forgets a user whom the LMS no longer has', async () => {
    const [role, course] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId: course });
    const person = await fixture.linked();
    await fixture.site.deleteUser(person.user);
    expect((await fixture.see(person, [role])).result).toMatchObject({ success: false, errors: 1 });
    expect(await fixture.site.app.get(LinksRepository).findByUserId(person.userId)).toBeNull();
    expect(await fixture.ledger(person)).toEqual([]);
  });

  it('is refused for somebody whose link is gone, without giving anything', async () => {
    const [role, course] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId: course });
    const person = await fixture.linked();
    await fixture.site.app.get(LinksRepository).remove(person.userId, person.discordId);
    expect((await fixture.see(person, [role])).result).toMatchObject({ success: false, errors: 1 });
    expect(await fixture.held(person)).toEqual([]);
  });
});
