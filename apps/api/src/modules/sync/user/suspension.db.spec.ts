import { grantId, roleKey } from '@pulsetech/domain';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { ASSISTANT, STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { InterruptedSync } from '../jobs/interrupted-sync.service.js';
import { SyncViewService } from '../view/sync-view.service.js';
import { DeletedUsers } from './deleted-users.js';
import type { SyncOptions } from './sync.types.js';

const A_DAY = 86_400;

describe('losing a role where that means to suspend', () => {
  let fixture: SyncFixture;
  let student: string;
  let tutor: string;
  let course: number;
  let cohort: number;
  let person: Linked;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    [student, tutor] = [fixture.role(), fixture.role()];
    [course, cohort] = [await fixture.course('Advanced Topics'), await fixture.cohort()];
    await fixture.mapping({ discordRoleId: student, courseId: course, cohortId: cohort });
    await fixture.mapping({ discordRoleId: tutor, courseId: course, roleId: ASSISTANT });
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(async () => {
    await fixture.site.settings({ lossPolicy: 'suspend' });
    person = await fixture.linked();
  });
  afterEach(() => jest.restoreAllMocks());

  const suspendedRows = () => [
    `enrolment ${course}:0 granted suspended`,
    `role ${course}:${STUDENT} granted suspended`,
  ];
  const suspend = async (): Promise<void> => {
    await fixture.see(person, [student]);
    await fixture.see(person, []);
  };
  const enrolments = async (): Promise<unknown> => {
    const query = { userId: person.userId, courseIds: [course], cohortIds: [] };
    return (await fixture.lms.readHoldings([query]))[0]?.enrolments;
  };
  const recorded = async (): Promise<string[]> => {
    const rows = await fixture.site.dataSource.query<Record<string, string>[]>(
      'SELECT action, kind, because, discord_role_id AS role FROM sync_changes WHERE userid = ? ORDER BY id',
      [person.userId],
    );
    return rows.map(({ action, kind, because, role }) => `${action} ${kind} ${because} ${role}`);
  };
  const seeAs = async (roles: readonly string[], options: SyncOptions) => {
    fixture.site.clock.advanceSeconds(1);
    const { userId, discordId } = person;
    const observation = fixture.member(roles);
    return fixture.sync.syncUser({
      guildId: GUILD,
      userId,
      discordId,
      observation,
      cause: 'schedule',
      runId: 7,
      ...options,
    });
  };

  it('is told as an unenrolment, ends the sessions, and keeps the enrolment in the LMS', async () => {
    await fixture.see(person, [student]);
    const ended = jest.spyOn(fixture.site.app.get(SessionsService), 'endForUsers');
    expect((await fixture.see(person, [])).result).toEqual({
      success: true,
      enrolled: 0,
      unenrolled: 1,
      errors: 0,
      changes: [{ action: 'unenrolled', course: 'Advanced Topics', role: 'Student' }],
      session_invalidated: true,
    });
    expect(ended).toHaveBeenCalledTimes(1);
    expect(await fixture.held(person)).toEqual([]);
    expect(await fixture.inCohort(person, cohort)).toBe(false);
    expect(await enrolments()).toEqual([{ courseId: course, by: 'integration', suspended: true }]);
    expect(await fixture.ledger(person)).toEqual(suspendedRows());
    expect((await fixture.see(person, [])).result).toMatchObject({ success: true, changes: [] });
  });

  it('resumes the same enrolment when the role comes back, told as an enrolment', async () => {
    await suspend();
    const { result } = await fixture.see(person, [student]);
    expect(result).toMatchObject({ success: true, enrolled: 1, unenrolled: 0, session_invalidated: false });
    expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    expect(await recorded()).toEqual([
      `granted role role_held ${student}`,
      `granted cohort role_held ${student}`,
      `suspended role role_lost ${student}`,
      `revoked cohort role_lost ${student}`,
      `resumed role role_held ${student}`,
      `granted cohort role_held ${student}`,
    ]);
  });

  it('does not touch what a teacher made or suspended', async () => {
    await fixture.enrolByHand(person.userId, course);
    await suspend();
    expect(await enrolments()).toEqual([{ courseId: course, by: 'other', suspended: false }]);

    person = await fixture.linked();
    await fixture.see(person, [student]);
    await fixture.hand.setSuspended(person.userId, course, true);
    await fixture.see(person, [student, tutor]);
    await fixture.see(person, []);
    await fixture.see(person, [student]);
    expect(await enrolments()).toEqual([{ courseId: course, by: 'integration', suspended: true }]);
  });

  it('costs as many statements as an unenrolment, and nothing more while nothing changes', async () => {
    const losing = async (): Promise<number> => {
      await fixture.see(person, [student]);
      await fixture.site.app.get(SyncViewService).linkView(person.userId);
      return (await countingStatements(fixture.site.dataSource, () => fixture.see(person, []))).statements;
    };
    const suspending = await losing();
    await fixture.site.settings({ lossPolicy: 'unenrol' });
    person = await fixture.linked();
    expect(suspending).toBeLessThanOrEqual((await losing()) + 1);
  });

  describe('with a grace period', () => {
    it('waits for its end, then takes the enrolment, because of that', async () => {
      await suspend();
      const now = fixture.site.clock.nowSeconds();
      expect((await seeAs([], { expireBefore: now })).reports).toEqual([]);
      expect((await seeAs([], { expireBefore: now + 1 })).result).toMatchObject({
        unenrolled: 1,
        session_invalidated: false,
      });
      expect(await enrolments()).toEqual([]);
      expect(await fixture.ledger(person)).toEqual([]);
      expect((await recorded()).at(-1)).toBe(`revoked role grace_over ${student}`);
    });

    it('goes on counting when the end failed', async () => {
      await suspend();
      const before = fixture.site.clock.nowSeconds() + 1;
      fixture.site.clock.advanceSeconds(A_DAY);
      const away = { applied: 'no', code: 'lms_unavailable', message: 'The LMS is away.' } as const;
      jest.spyOn(fixture.lms, 'apply').mockResolvedValueOnce([away]);
      const failed = await seeAs([], { expireBefore: before });
      expect(failed.failures.flatMap(({ keys }) => keys.map(grantId))).toEqual([grantId(roleKey(course, STUDENT))]);
      expect(await fixture.ledger(person)).toEqual(suspendedRows());
      await seeAs([], { expireBefore: before });
      expect(await fixture.ledger(person)).toEqual([]);
    });
  });

  describe('and unlinking', () => {
    const unlink = async () => {
      const links = fixture.site.app.get(LinksRepository);
      const view = await fixture.site.app.get(SyncViewService).linkView(person.userId);
      const outcome = await fixture.takingBack.revokeAll({ ...person, cause: 'unlink' });
      await links.remove(person.userId, person.discordId);
      return { outcome, view };
    };

    it('suspends, as the confirmation says beforehand, and tells so in the record', async () => {
      await fixture.see(person, [student]);
      const { outcome, view } = await unlink();
      expect(view.unlinkEffect).toEqual({
        courses: [],
        suspended: ['Advanced Topics'],
        cohorts: [expect.stringContaining('Cohort')],
      });
      expect(await fixture.site.app.get(SyncViewService).coursesLost(outcome.reports)).toEqual({
        removedCourses: [],
        suspendedCourses: ['Advanced Topics'],
      });
      expect((await recorded()).slice(-2)).toEqual([
        `suspended role unlinked ${student}`,
        `revoked cohort unlinked ${student}`,
      ]);
      expect(await fixture.ledger(person)).toEqual(suspendedRows());
    });

    it('leaves what is suspended to wait, whatever looks for interrupted work, and linking again resumes it', async () => {
      await fixture.see(person, [student]);
      await unlink();
      await fixture.site.app.get(InterruptedSync).recover();
      expect(await fixture.ledger(person)).toEqual(suspendedRows());
      const link = { userId: person.userId, discordId: person.discordId, username: 'a', avatar: null, tokens: null };
      await fixture.site.app.get(LinksRepository).insert(link);
      expect((await fixture.see(person, [student])).result).toMatchObject({ enrolled: 1 });
      expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    });

    it('ends what is suspended for people without a link once its grace is over, and never of people with one', async () => {
      await suspend();
      const expireBefore = fixture.site.clock.nowSeconds() + 1;
      const ofRun = { userId: person.userId, discordId: null, cause: 'schedule', expireBefore } as const;
      expect((await fixture.takingBack.revokeAll(ofRun)).reports).toEqual([]);
      expect(await fixture.ledger(person)).toEqual(suspendedRows());
      await unlink();
      expect((await fixture.takingBack.revokeAll(ofRun)).reports).toMatchObject([
        { action: 'revoked', because: 'grace_over' },
      ]);
      expect(await fixture.ledger(person)).toEqual([]);
    });

    it('removes where losing means to unenrol', async () => {
      await fixture.see(person, [student]);
      await fixture.site.settings({ lossPolicy: 'unenrol' });
      const { view } = await unlink();
      expect(view.unlinkEffect).toMatchObject({ courses: ['Advanced Topics'], suspended: [] });
      expect(await enrolments()).toEqual([]);
      expect(await fixture.ledger(person)).toEqual([]);
    });
  });

  it('is shown on the link page as paused', async () => {
    await suspend();
    const { expected } = await fixture.site.app.get(SyncViewService).linkView(person.userId);
    const own = expected.filter(({ courseId }) => courseId === course).map(({ role, state }) => [role, state]);
    expect(own).toEqual([
      ['Student', 'suspended'],
      ['Non-editing teacher', 'missing_role'],
    ]);
  });

  it('hides the course wherever people and apps ask for courses, and shows it again afterwards', async () => {
    const { userId } = person;
    const shown = async () => ({
      dashboard: (await fixture.lms.listUserCourses(userId)).map(({ id }) => id),
      apps: (await fixture.lms.viewCourses(userId, userId, { countUsers: false })).map(({ id }) => id),
      because: [...(await fixture.site.app.get(SyncViewService).becauseOf(userId)).keys()],
    });
    await suspend();
    expect(await shown()).toEqual({ dashboard: [], apps: [], because: [] });
    await fixture.see(person, [student]);
    expect(await shown()).toEqual({ dashboard: [course], apps: [course], because: [course] });
  });

  it('leaves nothing of a user whom the LMS no longer has', async () => {
    await suspend();
    await fixture.site.app.get(DeletedUsers).forget(person);
    expect(await fixture.ledger(person)).toEqual([]);

    person = await fixture.linked();
    await fixture.see(person, [student]);
    await fixture.site.deleteUser(person.user);
    expect((await fixture.see(person, [])).problems).toEqual([expect.stringContaining('no longer exists')]);
    expect(await fixture.ledger(person)).toEqual([]);
  });
});
