import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import { until } from '@pulsetech/testing';
import type { LmsOutcome } from '../../lms/lms.port.js';
import { SiteRepository } from '../../lms/embedded/site.repository.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { ASSISTANT, STUDENT, SyncFixture, TEACHER, type Linked } from '../../../../test/sync.fixture.js';
import { InterruptedSync } from '../jobs/interrupted-sync.service.js';

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

  describe('leaves alone', () => {
    it('what a teacher did by hand', async () => {
      const [role, course, cohort] = [fixture.role(), await fixture.course(), await fixture.cohort()];
      await fixture.mapping({ discordRoleId: role, courseId: course, cohortId: cohort });
      const person = await fixture.linked();
      await fixture.enrolByHand(person.userId, course);
      await fixture.hand.addToCohort(person.userId, cohort);
      expect((await fixture.see(person, [role])).result).toMatchObject({ success: true, enrolled: 0, changes: [] });
      expect((await fixture.see(person, [])).result).toMatchObject({ success: true, unenrolled: 0, changes: [] });
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
      expect(await fixture.inCohort(person, cohort)).toBe(true);
    });

    it('a course in which a teacher gave another role by hand', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      await fixture.hand.assignCourseRole(person.userId, course, ASSISTANT, 1);
      expect((await fixture.see(person, [])).result).toMatchObject({ unenrolled: 1, session_invalidated: false });
      expect(await fixture.held(person)).toEqual([[course, [ASSISTANT]]]);
    });

    it('a role that a teacher gave on top of ours, and the course with it', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      await fixture.hand.assignCourseRole(person.userId, course, STUDENT, 1);
      expect((await fixture.see(person, [])).result).toMatchObject({ success: true, session_invalidated: false });
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('everything when nothing is known', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      fixture.discordSays(person, 'unknown');
      const { result, problems } = await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
      expect(result).toMatchObject({ success: false, errors: 1, changes: [] });
      expect(problems).toEqual([expect.stringContaining('Nothing changes because of that')]);
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('what came with a Discord role that was deleted a moment ago, until the mapping is mended or deleted', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      fixture.site.clock.advanceSeconds(3);
      fixture.site.billing.roles.delete(role);
      expect((await fixture.see(person, [])).result).toMatchObject({ unenrolled: 0, session_invalidated: false });
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('what came with a Discord role that was deleted right after somebody read the list of roles', async () => {
      const [role, other, course] = [fixture.role(), fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      await fixture.mapping({ discordRoleId: other, courseId: await fixture.course() });
      const [person, earlier] = [await fixture.linked(), await fixture.linked()];
      await fixture.see(person, [role]);
      await fixture.see(earlier, [other]);
      expect((await fixture.see(earlier, [])).result).toMatchObject({ unenrolled: 1 });
      fixture.site.billing.roles.delete(role);
      const { userId, discordId } = person;
      const observation = fixture.member([]);
      const { result } = await fixture.sync.syncUser({ userId, discordId, observation, cause: 'webservice' });
      expect(result).toMatchObject({ success: true, unenrolled: 0 });
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('what came with a Discord role that was deleted while an older reading of the list was under way', async () => {
      const [role, other, course] = [fixture.role(), fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      await fixture.mapping({ discordRoleId: other, courseId: await fixture.course() });
      const [person, earlier] = [await fixture.linked(), await fixture.linked()];
      await fixture.see(person, [role]);
      await fixture.see(earlier, [other]);
      const billing = fixture.site.app.get(BillingClient);
      const guildRoles = billing.guildRoles.bind(billing);
      const asked = jest.spyOn(fixture.discordRoles, 'readAnew');
      let pushed: ReturnType<typeof fixture.see> | undefined;
      const readings = jest.spyOn(billing, 'guildRoles').mockImplementationOnce(async (key, how) => {
        const answer = await guildRoles(key, how);
        fixture.site.billing.roles.delete(role);
        pushed = fixture.see(person, []);
        await until('the push needs the list, too', () => asked.mock.calls.length === 2);
        return answer;
      });
      const losing = fixture.see(earlier, []);
      expect((await losing).result).toMatchObject({ unenrolled: 1 });
      expect((await pushed)?.result).toMatchObject({ success: true, unenrolled: 0 });
      expect(readings.mock.calls).toEqual([
        [expect.anything(), { anew: true }],
        [expect.anything(), { anew: true }],
      ]);
      readings.mockRestore();
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('nothing of a storm of losses, which costs a few readings of the list', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const people = await Promise.all(Array.from({ length: 60 }, () => fixture.linked()));
      await Promise.all(people.map((person) => fixture.see(person, [role])));
      const readings = jest.spyOn(fixture.site.app.get(BillingClient), 'guildRoles');
      const outcomes = await Promise.all(people.map((person) => fixture.see(person, [])));
      expect(outcomes.every(({ result }) => result.unenrolled === 1)).toBe(true);
      expect(readings.mock.calls.length).toBeLessThanOrEqual(3);
      readings.mockRestore();
    });

    it('what came with a Discord role of a mapping that was made in the same second in which the role was deleted', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      const { userId, discordId } = await fixture.linked();
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const see = (roles: readonly string[]) => {
        const observation = fixture.member(roles);
        return fixture.sync.syncUser({ userId, discordId, observation, cause: 'webservice' });
      };
      await see([role]);
      fixture.site.billing.roles.delete(role);
      expect((await see([])).result).toMatchObject({ success: true, enrolled: 0, unenrolled: 0 });
    });

    it('what came with a Discord role while nobody can read whether that still exists', async () => {
      const [role, other] = [fixture.role(), fixture.role()];
      const [course, gained] = [await fixture.course(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      await fixture.mapping({ discordRoleId: other, courseId: gained });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      fixture.site.clock.advanceSeconds(60);
      const billing = fixture.site.app.get(BillingClient);
      const refusal = jest.spyOn(billing, 'guildRoles').mockRejectedValue(new BillingFailure('discord_rate_limited'));
      const { result, problems } = await fixture.see(person, [other]);
      expect(result).toMatchObject({
        success: false,
        enrolled: 1,
        unenrolled: 0,
        errors: 1,
        session_invalidated: false,
      });
      expect(problems).toEqual([expect.stringContaining('nothing was taken because of it')]);
      expect((await fixture.see(person, [other])).result).toMatchObject({ success: false, errors: 1, changes: [] });
      expect(await fixture.held(person)).toEqual([
        [course, [STUDENT]],
        [gained, [STUDENT]],
      ]);
      refusal.mockRestore();
      fixture.site.clock.advanceSeconds(60);
      expect((await fixture.see(person, [other])).result).toMatchObject({ success: true, unenrolled: 1 });
      expect(await fixture.held(person)).toEqual([[gained, [STUDENT]]]);
    });

    it('what a newer observation decided', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      await fixture.see(person, [role]);
      const observation = fixture.member([], fixture.site.clock.nowMs() - 1);
      expect((await fixture.sync.syncUser({ ...person, observation, cause: 'schedule' })).result.changes).toEqual([]);
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('but nothing because of a time that lies ahead, as where a clock was set back: the next observation counts', async () => {
      const [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      const person = await fixture.linked();
      const ahead = fixture.member([role], fixture.site.clock.nowMs() + 3_600_000);
      await fixture.sync.syncUser({ ...person, observation: ahead, cause: 'schedule' });
      expect((await fixture.see(person, [])).result).toMatchObject({ unenrolled: 1 });
      expect(await fixture.held(person)).toEqual([]);
      const older = fixture.member([role], fixture.site.clock.nowMs() - 1);
      expect(await fixture.sync.syncUser({ ...person, observation: older, cause: 'schedule' })).toMatchObject({
        skipped: 'older',
      });
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
      const request = { ...person, observation: fixture.member([role]), cause: 'webservice' } as const;
      const outcomes = await Promise.all([fixture.sync.syncUser(request), other.syncUser(request)]);
      expect(outcomes.map(({ result }) => result.enrolled).sort()).toEqual([0, 1]);
      expect(outcomes.every(({ result }) => result.success)).toBe(true);
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
      expect(await fixture.site.dataSource.query('SELECT * FROM locks')).toEqual([]);
    });
  });

  describe('an interrupted synchronisation', () => {
    const died = new Error('the process died');
    let role: string;
    let course: number;
    let person: Linked;
    beforeEach(async () => {
      [role, course] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: role, courseId: course });
      person = await fixture.linked();
    });
    /** The LMS does what it is asked, or nothing, and nobody hears of it. */
    const lose = (effect: boolean) => {
      const apply = fixture.lms.apply.bind(fixture.lms);
      return jest.spyOn(fixture.lms, 'apply').mockImplementationOnce(async (changes): Promise<LmsOutcome[]> => {
        if (effect) await apply(changes);
        throw died;
      });
    };

    it.each([true, false])('is completed, whether the LMS had given what was asked (%s)', async (effect) => {
      lose(effect);
      expect((await fixture.see(person, [role])).result).toMatchObject({ success: false, errors: 1, enrolled: 0 });
      expect(await fixture.ledger(person)).toContain(`role ${course}:${STUDENT} granted granting`);
      fixture.discordSays(person, [role]);
      await fixture.site.app.get(InterruptedSync).recover();
      expect(await fixture.ledger(person)).toEqual([
        `enrolment ${course}:0 granted active`,
        `role ${course}:${STUDENT} granted active`,
      ]);
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it.each([true, false])('takes back what is no longer due, whether it was given (%s)', async (effect) => {
      lose(effect);
      await fixture.see(person, [role]);
      expect((await fixture.see(person, [])).result.success).toBe(true);
      expect(await fixture.ledger(person)).toEqual([]);
      expect(await fixture.held(person)).toEqual([]);
    });

    it.each([true, false])('ends the sessions in the end, whether the course was left (%s)', async (effect) => {
      await fixture.see(person, [role]);
      lose(effect);
      expect((await fixture.see(person, [])).result).toMatchObject({ errors: 1, session_invalidated: false });
      expect((await fixture.see(person, [])).result).toMatchObject({ unenrolled: 1, session_invalidated: true });
      expect(await fixture.held(person)).toEqual([]);
    });

    it('is completed without taking what it had not begun to take', async () => {
      const [other, gained] = [fixture.role(), await fixture.course()];
      await fixture.mapping({ discordRoleId: other, courseId: gained });
      await fixture.see(person, [role]);
      fixture.site.clock.advanceSeconds(1);
      lose(true);
      const observation = fixture.member([other]);
      await fixture.sync.syncUser({ ...person, observation, cause: 'schedule', runId: 7, only: 'grants' });
      fixture.discordSays(person, [other]);
      fixture.site.clock.advanceSeconds(1);
      await fixture.site.app.get(InterruptedSync).recover();
      expect(await fixture.held(person)).toEqual([
        [course, [STUDENT]],
        [gained, [STUDENT]],
      ]);
      expect(await fixture.ledger(person)).not.toContainEqual(expect.stringContaining('granting'));
    });

    it('waits while nothing is known about the user', async () => {
      lose(true);
      await fixture.see(person, [role]);
      fixture.discordSays(person, 'unknown');
      await fixture.site.app.get(InterruptedSync).recover();
      expect(await fixture.ledger(person)).toContain(`role ${course}:${STUDENT} granted granting`);
    });

    it('of somebody who is no longer linked is taken back', async () => {
      lose(true);
      await fixture.see(person, [role]);
      await fixture.site.app.get(LinksRepository).remove(person.userId, person.discordId);
      await fixture.site.app.get(InterruptedSync).recover();
      expect(await fixture.ledger(person)).toEqual([]);
      expect(await fixture.held(person)).toEqual([]);
    });

    it('changes nothing while the LMS cannot be read', async () => {
      const unreadable = new LmsError('lms_unavailable', 'The LMS does not answer.');
      jest.spyOn(fixture.lms, 'readHoldings').mockRejectedValueOnce(unreadable);
      expect((await fixture.see(person, [role])).problems).toEqual([
        expect.stringContaining('The LMS does not answer.'),
      ]);
      expect(await fixture.ledger(person)).toEqual([]);
      expect((await fixture.see(person, [role])).result.enrolled).toBe(1);
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
