import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import { until } from '@pulsetech/testing';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { ASSISTANT, STUDENT, SyncFixture } from '../../../../test/sync.fixture.js';

describe('synchronising a user leaves alone', () => {
  let fixture: SyncFixture;
  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

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
    const { result } = await fixture.sync.syncUser({
      guildId: GUILD,
      userId,
      discordId,
      observation,
      cause: 'webservice',
    });
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
      return fixture.sync.syncUser({ guildId: GUILD, userId, discordId, observation, cause: 'webservice' });
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
    expect(
      (await fixture.sync.syncUser({ guildId: GUILD, ...person, observation, cause: 'schedule' })).result.changes,
    ).toEqual([]);
    expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
  });

  it('but nothing because of a time that lies ahead, as where a clock was set back: the next observation counts', async () => {
    const [role, course] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId: course });
    const person = await fixture.linked();
    const ahead = fixture.member([role], fixture.site.clock.nowMs() + 3_600_000);
    await fixture.sync.syncUser({ guildId: GUILD, ...person, observation: ahead, cause: 'schedule' });
    expect((await fixture.see(person, [])).result).toMatchObject({ unenrolled: 1 });
    expect(await fixture.held(person)).toEqual([]);
    const older = fixture.member([role], fixture.site.clock.nowMs() - 1);
    expect(
      await fixture.sync.syncUser({ guildId: GUILD, ...person, observation: older, cause: 'schedule' }),
    ).toMatchObject({
      skipped: 'older',
    });
  });
});
