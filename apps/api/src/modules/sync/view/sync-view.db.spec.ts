import { closeAfterAll } from '../../../../test/close-after.js';
import { ASSISTANT, STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { SyncViewService } from './sync-view.service.js';

describe('what the pages say about synchronisation', () => {
  let fixture: SyncFixture;
  let views: SyncViewService;
  let person: Linked;
  let role: string;
  let other: string;
  let programming: number;
  let advanced: number;
  let cohort: number;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    views = fixture.site.app.get(SyncViewService);
    [role, other] = [fixture.role(), fixture.role()];
    fixture.site.billing.roles.set(role, 'Student Access').set(other, 'Premium Member');
    programming = await fixture.course('Introduction to Programming');
    advanced = await fixture.course('Advanced Topics');
    cohort = await fixture.cohort();
    await fixture.mapping({ discordRoleId: role, courseId: programming, cohortId: cohort });
    await fixture.mapping({ discordRoleId: other, courseId: advanced });
    await fixture.mapping({ discordRoleId: role, courseId: 424_242 });
    person = await fixture.linked();
  }, 120_000);
  closeAfterAll(() => fixture);
  const states = async (): Promise<string[]> =>
    (await views.linkView(person.userId)).expected.map(({ state }) => state);

  it('before the first look: nothing is known', async () => {
    const { membership, unlinkEffect } = await views.linkView(person.userId);
    expect(membership).toEqual({ state: 'never_checked', checkedAt: null, detail: null, roles: [] });
    expect(unlinkEffect).toEqual({ courses: [], suspended: [], cohorts: [] });
    expect(await states()).toEqual(['missing_role', 'missing_role', 'broken']);
  });

  it('of somebody with a role: what they have because of it, what is missing, what is broken', async () => {
    fixture.discordSays(person, [role]);
    fixture.site.clock.advanceSeconds(1);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
    const { membership, expected, unlinkEffect } = await views.linkView(person.userId);
    expect(membership).toEqual({
      state: 'member',
      checkedAt: fixture.site.clock.nowMs(),
      detail: null,
      roles: [{ id: role, name: 'Student Access' }],
    });
    expect(expected).toMatchObject([
      { state: 'given', course: 'Introduction to Programming', role: 'Student', discordRole: 'Student Access' },
      { state: 'missing_role', course: 'Advanced Topics', discordRole: 'Premium Member', detail: null },
      { state: 'broken', course: null, detail: expect.stringContaining('The course no longer exists') as string },
    ]);
    expect(unlinkEffect).toEqual({
      courses: ['Introduction to Programming'],
      suspended: [],
      cohorts: [expect.stringContaining('Cohort')],
    });
    expect(await views.becauseOf(person.userId)).toEqual(new Map([[programming, ['Student Access']]]));
  });

  it('of a role that is held by hand: that it is, and that Discord has nothing to do with it', async () => {
    await fixture.enrolByHand(person.userId, advanced);
    expect(await states()).toEqual(['given', 'by_hand', 'broken']);
    await fixture.see(person, [role, other]);
    expect(await states()).toEqual(['given', 'by_hand', 'broken']);
    expect([...(await views.becauseOf(person.userId)).keys()]).toEqual([programming]);
  });

  it('of something that is due and was not done yet: that it comes', async () => {
    await fixture.mapping({ discordRoleId: role, courseId: advanced, roleId: ASSISTANT });
    expect(await states()).toEqual(['given', 'by_hand', 'broken', 'pending']);
  });

  it('while Discord does not answer: that, and what was last seen', async () => {
    const before = (await views.linkView(person.userId)).membership;
    fixture.discordSays(person, 'unknown');
    fixture.site.clock.advanceSeconds(60);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
    expect((await views.linkView(person.userId)).membership).toEqual({
      ...before,
      state: 'unknown',
      detail: expect.stringContaining('Discord did not answer') as string,
    });
    expect((await states())[0]).toBe('given');
  });

  it('after leaving the Discord server: that nobody is there any more', async () => {
    fixture.discordSays(person, 'absent');
    fixture.site.clock.advanceSeconds(1);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
    expect((await views.linkView(person.userId)).membership).toMatchObject({ state: 'absent', roles: [] });
    expect((await states())[0]).toBe('missing_role');
    expect(await fixture.held(person)).toEqual([[advanced, [STUDENT]]]);
    expect((await views.becauseOf(person.userId)).size).toBe(0);
  });
});
