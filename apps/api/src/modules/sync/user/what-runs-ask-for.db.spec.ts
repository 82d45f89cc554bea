import { grantId, roleKey, type Report } from '@pulsetech/domain';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { LinksRepository } from '../../linking/links.repository.js';
import type { SyncOptions } from './sync.types.js';

describe('what a run asks for', () => {
  let fixture: SyncFixture;
  let first: string;
  let second: string;
  let programming: number;
  let advanced: number;
  let person: Linked;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    [first, second] = [fixture.role(), fixture.role()];
    [programming, advanced] = [await fixture.course(), await fixture.course()];
    await fixture.mapping({ discordRoleId: first, courseId: programming });
    await fixture.mapping({ discordRoleId: second, courseId: advanced });
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(async () => {
    await fixture.site.settings({ lossPolicy: 'unenrol' });
    person = await fixture.linked();
  });

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
  const removals = (...courses: number[]): SyncOptions => {
    const keys = new Set(courses.map((id) => grantId(roleKey(id, STUDENT))));
    return { only: { removals: keys, ofDeleted: keys } };
  };
  const observedAt = async (): Promise<number> => {
    const [row] = await fixture.site.dataSource.query<{ at: number | string }[]>(
      'SELECT observed_at_ms AS at FROM sync_states WHERE userid = ?',
      [person.userId],
    );
    return Number(row?.at);
  };

  it('are grants alone, and the observation counts as applied only when nothing else was due', async () => {
    await fixture.see(person, [first]);
    const before = await observedAt();
    await seeAs([second], { only: 'grants' });
    expect(await fixture.held(person)).toEqual([
      [programming, [STUDENT]],
      [advanced, [STUDENT]],
    ]);
    expect(await observedAt()).toBe(before);
    await seeAs([first, second], { only: 'grants' });
    expect(await observedAt()).toBe(fixture.site.clock.nowMs());
  });

  it('are those removals alone that were collected, and of them only what is still true', async () => {
    await fixture.see(person, [first, second]);
    expect((await seeAs([], removals(advanced))).reports).toMatchObject([{ action: 'revoked', because: 'role_lost' }]);
    expect(await fixture.held(person)).toEqual([[programming, [STUDENT]]]);
    expect(await seeAs([first], removals(programming))).toMatchObject({ reports: [], failures: [], skipped: null });
    expect(await fixture.held(person)).toEqual([[programming, [STUDENT]]]);
  });

  it('say why nothing was looked at', async () => {
    await fixture.see(person, [first]);
    const { userId, discordId } = person;
    const old = { guildId: GUILD, userId, discordId, observation: fixture.member([], 1), cause: 'schedule' } as const;
    expect(await fixture.sync.syncUser(old)).toMatchObject({ skipped: 'older' });
    await fixture.site.app.get(LinksRepository).remove(userId, discordId);
    expect(await seeAs([], {})).toMatchObject({ skipped: 'not_linked' });
  });

  it('takes what a deleted Discord role gave, which single synchronisations keep', async () => {
    const role = fixture.role();
    const course = await fixture.course();
    await fixture.mapping({ discordRoleId: role, courseId: course });
    await fixture.see(person, [role]);
    fixture.site.billing.roles.delete(role);
    fixture.site.clock.advanceSeconds(120);
    await fixture.discordRoles.refresh();
    fixture.forget();
    await fixture.see(person, []);
    expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
    const { reports } = await seeAs([], { ...removals(course), roleless: 'lose' });
    expect(reports).toMatchObject([{ action: 'revoked', because: 'discord_role_deleted', discordRoleId: role }]);
    expect(await fixture.held(person)).toEqual([]);
  });

  describe('to be undone', () => {
    const reverse = (reports: readonly Report[]) => {
      const at = fixture.site.clock.nowSeconds();
      const reversals = reports.map((report) => ({ ...report, at }));
      return fixture.takingBack.reverse({ userId: person.userId, cause: 'undo', runId: 8 }, reversals);
    };

    it('is done so by the changes that were recorded, taking by the loss policy', async () => {
      await fixture.site.settings({ lossPolicy: 'suspend' });
      await fixture.see(person, [first]);
      const { reports } = await fixture.see(person, [second]);
      expect(reports.map(({ action }) => action)).toEqual(['suspended', 'granted']);
      const undone = await reverse(reports);
      expect(undone).toMatchObject({ spared: [], result: { success: true, enrolled: 1, unenrolled: 1 } });
      expect(undone.reports).toMatchObject([
        { action: 'resumed', because: 'undone' },
        { action: 'suspended', because: 'undone' },
      ]);
      expect(await fixture.held(person)).toEqual([[programming, [STUDENT]]]);

      const back = await fixture.see(person, []);
      await fixture.site.settings({ lossPolicy: 'unenrol' });
      const again = await fixture.see(person, [first]);
      expect(again.reports).toMatchObject([{ action: 'resumed' }]);
      expect((await reverse(again.reports)).reports).toMatchObject([{ action: 'suspended' }]);
      expect((await reverse(back.reports)).reports).toMatchObject([{ action: 'resumed' }]);
      expect(await fixture.held(person)).toEqual([[programming, [STUDENT]]]);
    });

    it('is not done where it was the end of a suspension, since access was lost before', async () => {
      await fixture.site.settings({ lossPolicy: 'suspend' });
      await fixture.see(person, [first]);
      await fixture.see(person, []);
      const { reports } = await seeAs([], { expireBefore: fixture.site.clock.nowSeconds() + 2 });
      expect(reports).toMatchObject([{ action: 'revoked', because: 'grace_over' }]);
      expect(await reverse(reports)).toMatchObject({ reports: [], spared: [{ reason: 'ended' }] });
    });

    it('gives nothing back to an account that was linked after the loss', async () => {
      await fixture.see(person, [first]);
      const { reports } = await fixture.see(person, []);
      const links = fixture.site.app.get(LinksRepository);
      await links.remove(person.userId, person.discordId);
      const reversals = reports.map((report) => ({ ...report, at: fixture.site.clock.nowSeconds() }));
      fixture.site.clock.advanceSeconds(1);
      const other = { userId: person.userId, discordId: `${person.discordId}9`, username: 'another', avatar: null };
      await links.insert({ ...other, tokens: null });
      const undone = await fixture.takingBack.reverse({ userId: person.userId, cause: 'undo', runId: 8 }, reversals);
      expect(undone).toMatchObject({ reports: [], spared: [{ reason: 'not_linked' }] });
      expect(await fixture.held(person)).toEqual([]);
    });

    it('spares what was changed since, and gives nothing to people without a link', async () => {
      const { reports } = await fixture.see(person, [first, second]);
      await fixture.see(person, [second]);
      const { spared } = await reverse(reports);
      expect(spared).toEqual([{ key: roleKey(programming, STUDENT), reason: 'changed' }]);
      expect(await fixture.held(person)).toEqual([]);

      const lost = reports.map((report) => ({ ...report, action: 'revoked' }) as const);
      await fixture.site.app.get(LinksRepository).remove(person.userId, person.discordId);
      expect((await reverse(lost)).spared.map(({ reason }) => reason)).toEqual(['not_linked', 'not_linked']);
      expect(await fixture.held(person)).toEqual([]);
    });
  });
});
