import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';

describe('a dry run', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(5);
  }, 120_000);
  closeAfterEach(() => runs);
  const tables = (): Promise<unknown[]> =>
    Promise.all(
      ['sync_states', 'sync_grants', 'sync_changes', 'local_pulsetech_discord_users', 'lms_user_enrolments'].map(
        (table) => runs.sync.site.dataSource.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`),
      ),
    );

  it('plans what a run would give and take, and touches nothing', async () => {
    await runs.run();
    const newcomer = await runs.sync.linked();
    runs.sync.discordSays(newcomer, [runs.role]);
    runs.says([0], []);
    runs.says([1], 'absent');
    const before = await tables();
    const run = await runs.run({ dry: true });
    expect(run).toMatchObject({ state: 'completed', dry: true, enrolled: 0, unenrolled: 0, removals: 2, stops: [] });
    expect(await tables()).toEqual(before);
    const items = await runs.items(run.id);
    expect(items.map(({ userId, action, because, state }) => [userId, action, because, state])).toEqual([
      [runs.person(0).userId, 'revoke', 'role_lost', 'planned'],
      [runs.person(1).userId, 'revoke', 'left_server', 'planned'],
      [newcomer.userId, 'grant', 'role_held', 'planned'],
    ]);
    expect(run.undoable).toBe(false);
  });

  it('says that a real run would be held', async () => {
    await runs.run();
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    runs.says([0], []);
    const run = await runs.run({ dry: true });
    expect(run).toMatchObject({ state: 'completed', stops: [{ scope: 'run', removals: 1 }, { scope: 'mapping' }] });
    expect(run.reason).toContain('would be held');
    await expect(runs.approve(run.id)).rejects.toMatchObject({ code: 'run_not_held' });
  });

  it('does not put off the next scheduled run', async () => {
    await runs.run({ dry: true });
    expect(await runs.run()).toMatchObject({ state: 'completed', enrolled: 5 });
  });
});

describe('a run that is undone', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(4);
  }, 120_000);
  closeAfterEach(() => runs);

  it('leaves everything as it was before, and says that the rules are as they were', async () => {
    const first = await runs.run();
    expect(first.undoable).toBe(true);
    const undone = await runs.undo(first.id);
    expect(undone).toMatchObject({ state: 'completed', cause: 'undo', undoes: first.id, unenrolled: 4, removed: 4 });
    expect(undone.reason).toContain('does the same again');
    expect(await runs.courses()).toEqual([0, 0, 0, 0]);
    expect(await runs.show(first.id)).toMatchObject({ undoable: false });
    await expect(runs.undo(first.id)).rejects.toMatchObject({ code: 'run_not_undoable' });
    await expect(runs.undo(undone.id)).rejects.toMatchObject({ code: 'run_not_undoable' });
    expect(await runs.run()).toMatchObject({ state: 'completed', enrolled: 4 });
  });

  it('gives back what it took, also without Discord and the licence', async () => {
    await runs.run();
    runs.says([0, 1], []);
    const taking = await runs.run();
    expect(taking).toMatchObject({ unenrolled: 2 });
    runs.billing.fault = 'down';
    expect(await runs.undo(taking.id)).toMatchObject({ state: 'completed', enrolled: 2 });
    expect(await runs.courses()).toEqual([1, 1, 1, 1]);
  });

  it('leaves alone what was changed since', async () => {
    const first = await runs.run();
    const push = async (roles: readonly string[]) => runs.sync.see(runs.person(0), roles);
    await push([]);
    await push([runs.role]);
    await push([]);
    runs.sync.site.clock.advanceSeconds(1);
    await runs.sync.see(runs.person(1), []);
    await runs.sync.see(runs.person(1), [runs.role]);
    const undone = await runs.undo(first.id);
    expect(undone).toMatchObject({ state: 'completed', removed: 2, spared: 2, unenrolled: 2 });
    expect(await runs.courses()).toEqual([0, 1, 0, 0]);
    const items = await runs.items(undone.id);
    expect(items.map(({ state, action }) => [state, action])).toEqual([
      ['spared', 'revoke'],
      ['spared', 'revoke'],
      ['done', 'revoke'],
      ['done', 'revoke'],
    ]);
    expect(items[0]?.detail).toContain('changed again');
  });

  it('cannot be undone while another run goes on, and is undone once only however many ask', async () => {
    const first = await runs.run();
    runs.sync.site.clock.advanceSeconds(1);
    const { end } = await runs.service.start({ cause: 'manual' });
    await expect(runs.undo(first.id)).rejects.toMatchObject({ code: 'run_in_progress' });
    expect(await end()).toMatchObject({ state: 'completed' });
    const asked = await Promise.allSettled([1, 2, 3].map(() => runs.undo(first.id)));
    const undone = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    expect(new Set(undone).size).toBe(1);
    expect(await runs.courses()).toEqual([0, 0, 0, 0]);
    const [row] = await runs.sync.site.dataSource.query<{ n: number }[]>(
      "SELECT COUNT(*) AS n FROM sync_changes WHERE action = 'revoked' AND kind = 'role'",
    );
    expect(Number(row?.n)).toBe(4);
  });

  it('cannot be undone while it waits, or when it changed nothing', async () => {
    await runs.run();
    await expect(runs.undo((await runs.run()).id)).rejects.toMatchObject({ code: 'run_not_undoable' });
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    runs.says([0], []);
    await expect(runs.undo((await runs.run()).id)).rejects.toMatchObject({ code: 'run_not_undoable' });
    await expect(runs.undo(4711)).rejects.toMatchObject({ code: 'run_not_found' });
  });
});

describe('a run where losing a role suspends', () => {
  let runs: RunFixture;
  const DAY = 86_400;
  beforeEach(async () => {
    runs = await RunFixture.start(3);
    await runs.sync.site.settings({ lossPolicy: 'suspend', syncInterval: 'manual' });
    await runs.run();
    runs.says([0], []);
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 1 });
  }, 120_000);
  closeAfterEach(() => runs);
  const role = () => `role ${runs.course}:5 granted suspended`;

  it('resumes when the role comes back, and undoing suspends again', async () => {
    expect(await runs.sync.ledger(runs.person(0))).toContain(role());
    runs.says([0], [runs.role]);
    const resuming = await runs.run();
    expect(resuming).toMatchObject({ state: 'completed', enrolled: 1 });
    expect(await runs.courses()).toEqual([1, 1, 1]);
    expect(await runs.undo(resuming.id)).toMatchObject({ state: 'completed', unenrolled: 1 });
    expect(await runs.sync.ledger(runs.person(0))).toContain(role());
  });

  it('unenrols when the grace period is over, not before, and never without one', async () => {
    await runs.sync.site.pass(20 * DAY);
    expect(await runs.run()).toMatchObject({ state: 'completed', removals: 0 });
    await runs.sync.site.settings({ graceDays: 30 });
    expect(await runs.run()).toMatchObject({ state: 'completed', removals: 0 });
    await runs.sync.site.pass(10 * DAY);
    const run = await runs.run();
    // What was suspended is gone for good.
    expect(run).toMatchObject({ state: 'completed', removals: 1, removed: 1, undoable: false });
    expect(await runs.items(run.id)).toMatchObject([{ because: 'grace_over', state: 'done' }]);
    expect(await runs.sync.ledger(runs.person(0))).toEqual([]);
  });

  it('does so as well for people who unlinked meanwhile', async () => {
    const { userId, discordId } = runs.person(1);
    await runs.sync.site.dataSource.query('DELETE FROM local_pulsetech_discord_users WHERE userid = ?', [userId]);
    await runs.sync.takingBack.revokeAll({ userId, discordId, cause: 'unlink' });
    expect(await runs.sync.ledger(runs.person(1))).toContain(role());
    await runs.sync.site.settings({ graceDays: 1 });
    await runs.sync.site.pass(2 * DAY);
    expect(await runs.run()).toMatchObject({ state: 'completed', removals: 2, removed: 2 });
    expect(await runs.sync.ledger(runs.person(1))).toEqual([]);
  });
});
