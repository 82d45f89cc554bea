import type { RunDto } from '@pulsetech/contracts';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { RunFiguresService } from './review/run-figures.service.js';
import { SPARED } from './run-words.js';

describe('a run that would take more than the removal stop allows', () => {
  let runs: RunFixture;
  const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  beforeEach(async () => {
    runs = await RunFixture.start(10);
    await runs.sync.site.settings({ removalStopCount: 2, removalStopShare: 30 });
    await runs.run();
  }, 120_000);
  closeAfterEach(() => runs);
  const held = async (who = [0, 1, 2, 3]): Promise<RunDto> => {
    runs.says(who, []);
    return runs.run();
  };

  it('is held, takes nothing, and names the mapping and the people', async () => {
    const run = await held();
    expect(run).toMatchObject({ state: 'held', phase: null, removals: 4, unenrolled: 0, removed: 0, errors: 0 });
    expect(run.reason).toContain('approve or reject');
    expect(await runs.courses()).toEqual(ALL.map(() => 1));
    const limit = { removals: 4, people: 4, active: 10 };
    expect(run.stops).toEqual([
      { scope: 'run', mappingId: null, label: '', ...limit },
      {
        scope: 'mapping',
        mappingId: runs.mapping,
        label: `Role ${runs.role} → Introduction to Programming (Student)`,
        ...limit,
      },
    ]);
    const items = await runs.items(run.id);
    expect(items.map(({ userId, state, because }) => [userId, state, because])).toEqual(
      [0, 1, 2, 3].map((n) => [runs.person(n).userId, 'waiting', 'role_lost']),
    );
    const figures = await runs.sync.site.app.get(RunFiguresService).of(run.id);
    expect(figures.mappings).toMatchObject([{ mappingId: runs.mapping, toTake: 4, taken: 0, given: 0, toGive: 0 }]);
    expect(figures.courses).toMatchObject([{ courseId: runs.course, toTake: 4 }]);
  });

  it('is not held when only one of the limits is exceeded', async () => {
    expect(await held([0, 1])).toMatchObject({ state: 'completed', unenrolled: 2, removed: 2, removals: 2 });
    await runs.sync.site.settings({ removalStopCount: 100 });
    expect(await held([2, 3, 4, 5])).toMatchObject({ state: 'completed', unenrolled: 4 });
    expect(await runs.courses()).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('still gives what is due', async () => {
    const newcomer = await runs.sync.linked();
    runs.sync.discordSays(newcomer, [runs.role]);
    expect(await held()).toMatchObject({ state: 'held', enrolled: 1, unenrolled: 0 });
    expect(await runs.sync.held(newcomer)).toHaveLength(1);
  });

  it('takes what is still true when it is approved, after reading everybody concerned anew', async () => {
    const run = await held();
    runs.says([0], [runs.role]);
    runs.says([4], []);
    const manager = await runs.sync.site.manager({ firstname: 'Ada', lastname: 'Min' });
    const approved = await runs.approve(run.id, manager.id);
    expect(approved).toMatchObject({ state: 'completed', decidedBy: 'Ada Min', unenrolled: 3, removed: 3, spared: 1 });
    // Whoever was not looked at by the admin keeps everything until the next run.
    expect(await runs.courses()).toEqual([1, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    const items = await runs.items(run.id);
    expect(items.map(({ state }) => state)).toEqual(['spared', 'done', 'done', 'done']);
  });

  it('takes nothing about whom nothing is known when it is approved', async () => {
    const run = await held();
    runs.says([0], 'unknown');
    const approved = await runs.approve(run.id);
    expect(approved).toMatchObject({ state: 'completed_with_errors', decidedBy: null, removed: 3, errors: 1 });
    expect(approved.decidedAt).not.toBeNull();
    expect(await runs.courses()).toEqual([1, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect((await runs.items(run.id)).map(({ state }) => state)).toEqual(['failed', 'done', 'done', 'done']);
  });

  it('waits for a decision again when the Discord roles cannot be read for what was approved', async () => {
    const run = await held();
    runs.billing.fault = 'down';
    const approved = await runs.approve(run.id);
    expect(approved).toMatchObject({ state: 'held', decidedAt: null, unenrolled: 0 });
    runs.billing.fault = 'none';
    expect(await runs.approve(run.id)).toMatchObject({ state: 'completed', unenrolled: 4 });
  });

  it('waits for a decision again when nobody of those concerned can be read', async () => {
    const run = await held();
    runs.says([0, 1, 2, 3], 'unknown');
    expect(await runs.approve(run.id)).toMatchObject({ state: 'held', unenrolled: 0, removed: 0 });
    runs.says([0, 1, 2, 3], []);
    expect(await runs.approve(run.id)).toMatchObject({ state: 'completed', removed: 4 });
  });

  it('takes nothing when it is rejected, and cannot be approved after that', async () => {
    const run = await held();
    expect(await runs.decisions.reject(run.id, null)).toMatchObject({ state: 'rejected' });
    expect((await runs.items(run.id)).map(({ state }) => state)).toEqual(Array(4).fill('rejected'));
    await expect(runs.approve(run.id)).rejects.toMatchObject({ code: 'run_not_held' });
    await expect(runs.decisions.reject(run.id, null)).rejects.toMatchObject({ code: 'run_not_held' });
    expect(await runs.courses()).toEqual(ALL.map(() => 1));
  });

  it('is decided once only, however many decide at the same moment', async () => {
    const run = await held();
    const decisions = [
      () => runs.approve(run.id),
      () => runs.decisions.reject(run.id, null),
      () => runs.approve(run.id),
      () => runs.decisions.reject(run.id, null),
    ];
    const ended = await Promise.allSettled(decisions.map((decide) => decide()));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { state } = await runs.show(run.id);
    expect(await runs.courses()).toEqual(ALL.map((n) => (state === 'completed' && n < 4 ? 0 : 1)));
  });

  it('is superseded by a later run that decides anew, held or not', async () => {
    const first = await held();
    const second = await runs.run();
    expect(second.state).toBe('held');
    const replaced = await runs.show(first.id);
    expect(replaced).toMatchObject({ state: 'superseded', unenrolled: 0 });
    expect(replaced.reason).toContain(`Run ${second.id} decided anew`);
    expect(replaced.reason).not.toContain('approve or reject');
    await expect(runs.approve(first.id)).rejects.toMatchObject({ code: 'run_not_held' });
    runs.says([0, 1, 2, 3], [runs.role]);
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 0 });
    expect(await runs.show(second.id)).toMatchObject({ state: 'superseded' });
    expect(await runs.courses()).toEqual(ALL.map(() => 1));
  });

  it('is superseded neither by a dry run nor by one that could not be completed', async () => {
    const run = await held();
    await runs.run({ dry: true });
    runs.billing.snapshotFailure = 'discord_unavailable';
    expect(await runs.run()).toMatchObject({ state: 'incomplete' });
    expect(await runs.show(run.id)).toMatchObject({ state: 'held' });
  });

  it('counts what it gave itself as nothing that could be lost', async () => {
    await runs.sync.site.settings({ removalStopShare: 39 });
    for (let n = 0; n < 10; n++) runs.sync.discordSays(await runs.sync.linked(), [runs.role]);
    expect(await held()).toMatchObject({ state: 'held', enrolled: 10 });
  });

  it('counts only what this system gave: who was in the course before loses nothing', async () => {
    await runs.sync.site.dataSource.query("UPDATE sync_grants SET origin = 'adopted' WHERE userid <= ?", [
      runs.person(4).userId,
    ]);
    await runs.sync.site.settings({ removalStopCount: 2, removalStopShare: 50 });
    // Three of the five that it gave; and nobody loses anything by the other four.
    const run = await held([1, 2, 3, 4, 5, 6, 7]);
    expect(run).toMatchObject({ state: 'held', removals: 7 });
    expect(run.stops).toMatchObject([
      { scope: 'run', removals: 3, people: 3, active: 5 },
      { scope: 'mapping', removals: 3, people: 3, active: 5 },
    ]);
    await runs.decisions.reject(run.id, null);
    runs.says([5, 6, 7], [runs.role]);
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 0 });
  });

  it('reads everybody anew as well where an approval was interrupted for long', async () => {
    const run = await held();
    const { service } = runs;
    jest.spyOn(service as unknown as { launch: () => unknown }, 'launch').mockImplementationOnce(() => {
      throw new Error('The process dies.');
    });
    await expect(runs.approve(run.id)).rejects.toThrow('dies');
    jest.restoreAllMocks();
    expect(await runs.show(run.id)).toMatchObject({ state: 'running', phase: 'remove' });
    const { userId, discordId } = runs.person(0);
    runs.sync.site.clock.advanceSeconds(2);
    const seen = runs.sync.member([], runs.sync.site.clock.nowMs());
    await runs.sync.sync.syncUser({
      guildId: GUILD,
      userId,
      discordId,
      observation: seen,
      cause: 'webservice',
      only: 'grants',
    });
    await runs.sync.site.pass(3600);
    runs.says([0], [runs.role]);
    const { end } = await service.start({ cause: 'schedule' });
    await end();
    expect(await runs.show(run.id)).toMatchObject({ state: 'completed', removed: 3, spared: 1 });
    expect((await runs.courses()).slice(0, 4)).toEqual([1, 0, 0, 0]);
  });

  it('is held for one mapping alone, though the whole run loses a small share', async () => {
    const other = await runs.sync.mapping({ discordRoleId: runs.role, courseId: await runs.sync.course() });
    const more = runs.sync.role();
    await runs.sync.mapping({ discordRoleId: more, courseId: await runs.sync.course() });
    runs.says([0, 1, 2], [runs.role, more]);
    await runs.run();
    runs.says([0, 1, 2], [runs.role]);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'held' });
    expect(run.stops).toMatchObject([{ scope: 'mapping', removals: 3, active: 3 }]);
    expect(run.stops[0]?.mappingId).not.toBe(other);
  });

  describe('because a Discord role was deleted that many hold', () => {
    it('is held and names the mapping and the people; who gets the same by another role keeps everything', async () => {
      const [role, course] = [runs.sync.role(), await runs.sync.course('Advanced Topics')];
      const mapping = await runs.sync.mapping({ discordRoleId: role, courseId: course });
      runs.says([0, 1, 2, 3], [runs.role, role]);
      runs.sync.site.clock.advanceSeconds(2);
      await runs.run();
      runs.billing.roles.delete(role);
      runs.says([0, 1, 2, 3], [runs.role]);
      const run = await runs.run();
      expect(run).toMatchObject({ state: 'held', unenrolled: 0, removals: 4 });
      expect(run.stops).toContainEqual(
        expect.objectContaining({ scope: 'broken_mapping', mappingId: mapping, people: 4, removals: 4 }),
      );
      expect((await runs.items(run.id)).map(({ because }) => because)).toEqual(Array(4).fill('discord_role_deleted'));
      const another = runs.sync.role();
      await runs.sync.mapping({ discordRoleId: another, courseId: course });
      runs.says([0], [runs.role, another]);
      const approved = await runs.approve(run.id);
      expect(approved).toMatchObject({ state: 'completed', removed: 3, spared: 1 });
      expect((await runs.courses()).slice(0, 5)).toEqual([2, 1, 1, 1, 1]);
    });

    it('is held however few they are, unless the settings say otherwise', async () => {
      const role = runs.sync.role();
      await runs.sync.mapping({ discordRoleId: role, courseId: await runs.sync.course() });
      runs.says([0], [runs.role, role]);
      runs.sync.site.clock.advanceSeconds(2);
      await runs.run();
      runs.billing.roles.delete(role);
      runs.says([0], [runs.role]);
      const run = await runs.run();
      expect(run).toMatchObject({ state: 'held', stops: [{ scope: 'broken_mapping', people: 1 }] });
      expect(run.reason).toContain('what a deleted Discord role gave');
      expect(run.reason).not.toContain('removal stop');
      expect((await runs.run({ dry: true })).reason).toContain('it would take what a deleted Discord role gave.');
      await runs.sync.site.settings({ brokenMappings: 'keep' });
      expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 0 });
      await runs.sync.site.settings({ brokenMappings: 'revoke' });
      expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 1 });
    });

    it('takes of one person what was shown as the deleted role’s, and not what another role gave that was deleted since', async () => {
      const [role, course] = [runs.sync.role(), await runs.sync.course()];
      await runs.sync.mapping({ discordRoleId: role, courseId: course });
      runs.says([0], [runs.role, role]);
      runs.sync.site.clock.advanceSeconds(2);
      await runs.run();
      runs.billing.roles.delete(role);
      runs.says([0], []);
      const run = await runs.run();
      expect(run).toMatchObject({ state: 'held', removals: 2 });
      runs.sync.site.clock.advanceSeconds(2);
      runs.billing.roles.delete(runs.role);
      expect(await runs.approve(run.id)).toMatchObject({ state: 'completed', removed: 1, spared: 1 });
      const items = await runs.items(run.id);
      expect(items.map(({ because, state }) => [because, state]).sort()).toEqual([
        ['discord_role_deleted', 'done'],
        ['role_lost', 'spared'],
      ]);
    });

    it('takes nothing that was collected for another reason before the role was deleted, unless nobody is to be asked', async () => {
      const run = await held();
      runs.sync.site.clock.advanceSeconds(2);
      runs.billing.roles.delete(runs.role);
      expect(await runs.approve(run.id)).toMatchObject({ state: 'completed', removed: 0, spared: 4, unenrolled: 0 });
      expect(new Set((await runs.items(run.id)).map(({ detail }) => detail))).toEqual(new Set([SPARED.roleDeleted]));
      expect(await runs.courses()).toEqual(ALL.map(() => 1));
      const next = await runs.run();
      expect(next).toMatchObject({ state: 'held' });
      expect(next.stops).toContainEqual(expect.objectContaining({ scope: 'broken_mapping', people: 4 }));
    });
  });
});
