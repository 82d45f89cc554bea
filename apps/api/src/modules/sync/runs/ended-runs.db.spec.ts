import type { RunDto } from '@pulsetech/contracts';
import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { LicenseError } from '../../license/license.errors.js';
import { LicenseService } from '../../license/license.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { RunExecution } from './run-execution.js';
import { RunItemsRepository } from './run-items.repository.js';
import { RunRules } from './run-rules.js';

const REVOKED = new LicenseError('licence_invalid', 'The licence was revoked.');

describe('what is said of a run that ended early', () => {
  let runs: RunFixture;
  let first: RunDto;
  beforeEach(async () => {
    runs = await RunFixture.start(6);
    await runs.sync.site.settings({ removalStopCount: 100 });
    first = await runs.run();
  }, 120_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  const lost = async (): Promise<number> => (await runs.courses()).filter((courses) => courses === 0).length;
  const states = async (id: number): Promise<string[]> => (await runs.items(id)).map(({ state }) => state);
  /** Two people at a time. */
  const smallPages = (): void => {
    const items = runs.sync.site.app.get(RunItemsRepository);
    const usersAfter = items.usersAfter.bind(items);
    jest.spyOn(items, 'usersAfter').mockImplementation((id, after, _, because) => usersAfter(id, after, 2, because));
  };

  it('while it took is that what was taken stays taken, and not that nobody lost anything', async () => {
    smallPages();
    runs.says([0, 1, 2, 3], []);
    const rules = runs.sync.site.app.get(RunRules);
    const of = rules.of.bind(rules);
    jest.spyOn(rules, 'of').mockImplementation((run) => (run.removed > 0 ? Promise.reject(REVOKED) : of(run)));
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', unenrolled: 2, removed: 2, spared: 2 });
    expect(run.reason).toContain('What was taken by then stays taken; nothing else was.');
    expect(run.reason).not.toContain('Nobody lost');
    expect(await runs.courses()).toEqual([0, 0, 1, 1, 1, 1]);
    expect(await states(run.id)).toEqual(['done', 'done', 'spared', 'spared']);
  });

  it('before it took is that nobody lost anything', async () => {
    runs.says([0, 1], []);
    const away = new LmsError('lms_unavailable', 'The LMS does not answer.');
    jest.spyOn(runs.sync.lms, 'findUsersByIds').mockRejectedValue(away);
    const { run, end } = await runs.service.start({ cause: 'cli' });
    await end();
    jest.restoreAllMocks();
    const ended = await runs.show(run.id);
    expect(ended).toMatchObject({ state: 'incomplete', unenrolled: 0 });
    expect(ended.reason).toContain('Nobody lost anything by it.');
  });

  it('names the links that it removed of users whom the LMS no longer has', async () => {
    await runs.sync.site.deleteUser(runs.person(0).user);
    const licenses = runs.sync.site.app.get(LicenseService);
    const links = runs.sync.site.app.get(LinksRepository);
    const usable = licenses.requireUsable.bind(licenses);
    jest.spyOn(licenses, 'requireUsable').mockImplementation(async () => {
      if ((await links.count()) < 6) throw REVOKED;
      return usable();
    });
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', unlinked: 1 });
    expect(run.reason).toContain('The link of 1 user whom the LMS no longer has was removed.');
    expect(run.reason).not.toContain('Nobody lost anything');
  });

  it('is of a dry run that nothing was changed', async () => {
    runs.billing.snapshotFailure = 'discord_unavailable';
    const run = await runs.run({ dry: true });
    expect(run).toMatchObject({ state: 'incomplete', reason: expect.stringContaining('so nothing was changed') });
  });

  it('is of an approval that came to half of it only what was taken, also when it is rejected then', async () => {
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    runs.says([0, 1, 2, 3], []);
    const held = await runs.run();
    expect(held).toMatchObject({ state: 'held', removals: 4 });
    smallPages();
    runs.says([2, 3], 'unknown');
    const again = await runs.approve(held.id);
    expect(again).toMatchObject({ state: 'held', unenrolled: 2, decidedAt: null });
    expect(again.reason).toContain('waits for a decision again. What was taken by then stays taken');
    expect(again.reason).not.toContain('othing was taken');
    const rejected = await runs.decisions.reject(held.id, null);
    expect(rejected.reason).toContain('stays taken');
    expect(await states(held.id)).toEqual(['done', 'done', 'rejected', 'rejected']);
  });

  it('when it was stopped is true as well where the process died that was taking at that moment', async () => {
    runs.says([0, 1], []);
    const { sync } = runs.sync;
    const syncUser = sync.syncUser.bind(sync);
    let stop: Promise<unknown> | null = null;
    jest.spyOn(sync, 'syncUser').mockImplementation(async (request) => {
      await (stop ??= runs.decisions.stop(request.runId ?? 0));
      return syncUser(request);
    });
    jest
      .spyOn(runs.sync.site.app.get(RunExecution), 'settleLeft')
      .mockResolvedValueOnce()
      .mockRejectedValueOnce(new Error('The process dies.'));
    runs.sync.site.clock.advanceSeconds(1);
    const { run, end } = await runs.service.start({ cause: 'manual' });
    await expect(end()).rejects.toThrow('dies');
    const taken = await lost();
    expect(taken).toBeGreaterThan(0);
    // Nothing is said of anybody that is not known.
    expect(await states(run.id)).toEqual(['waiting', 'waiting']);
    expect(await runs.show(run.id)).toMatchObject({ state: 'stopped', undoable: false });
    await expect(runs.undo(run.id)).rejects.toMatchObject({ code: 'run_not_undoable' });
    await runs.service.startIfDue(() => Promise.resolve(false));
    const ended = await runs.show(run.id);
    expect(ended).toMatchObject({ state: 'stopped', unenrolled: taken, removed: taken, spared: 2 - taken });
    expect(ended.undoable).toBe(true);
    expect(ended.reason).toContain('An admin stopped the run. What was taken by then stays taken');
    expect((await states(run.id)).filter((state) => state === 'done')).toHaveLength(taken);
  });

  it('when it was stopped while it undid another lists what was put back by then', async () => {
    const { takingBack } = runs.sync;
    const reverse = takingBack.reverse.bind(takingBack);
    let stop: Promise<unknown> | null = null;
    jest.spyOn(takingBack, 'reverse').mockImplementation(async (of, reversals) => {
      await (stop ??= runs.decisions.stop(of.runId ?? 0));
      return reverse(of, reversals);
    });
    const undone = await runs.undo(first.id);
    expect(undone).toMatchObject({ state: 'stopped', undoes: first.id });
    expect(undone.reason).toContain('What was put back by then stays so');
    const back = await lost();
    expect(back).toBeGreaterThan(0);
    const items = await runs.items(undone.id);
    expect(undone).toMatchObject({ unenrolled: back, removed: items.length });
    expect(new Set(items.map(({ userId }) => userId)).size).toBe(back);
    expect(items.every(({ state, action }) => state === 'done' && action === 'revoke')).toBe(true);
  });
});

describe('why something was not taken by a run', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(4);
    await runs.run();
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
  }, 120_000);
  closeAfterEach(() => runs);

  it('is that it is theirs again only where it is', async () => {
    runs.says([0, 1, 2, 3], []);
    const held = await runs.run();
    expect(held).toMatchObject({ state: 'held', removals: 4 });
    // One was taken by a push, one was found to be of before this system, one holds the role again.
    await runs.sync.see(runs.person(0), []);
    await runs.sync.site.dataSource.query("UPDATE sync_grants SET origin = 'adopted' WHERE userid = ?", [
      runs.person(1).userId,
    ]);
    await runs.sync.see(runs.person(1), []);
    runs.says([2], [runs.role]);
    expect(await runs.approve(held.id)).toMatchObject({ state: 'completed', removed: 1, spared: 3 });
    const items = await runs.items(held.id);
    expect(items.map(({ state, detail }) => `${state} ${String(detail)}`)).toEqual([
      expect.stringContaining('spared It was taken away already by another'),
      expect.stringContaining('spared Another synchronisation found that it was not given'),
      expect.stringContaining('spared It is theirs again'),
      expect.stringContaining('done'),
    ]);
  });
});

describe('what is said of a run', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(2);
  }, 120_000);
  closeAfterEach(() => runs);

  it('is that more problems are not listed where they are not, and who they were about', async () => {
    await runs.run();
    await runs.sync.site.deleteUser(runs.person(0).user);
    const run = await runs.run();
    expect(run).toMatchObject({ unlinked: 1, errors: 1 });
    await runs.sync.site.dataSource.query('UPDATE sync_runs SET errors = 5 WHERE id = ?', [run.id]);
    const problems = await runs.problemLines(run.id);
    expect(problems).toEqual([
      `deleted user ${runs.person(0).userId}: This user no longer exists in the LMS; the link to Discord was removed.`,
      'null: And 4 more, which are not listed.',
    ]);
  });

  it('is that it can be undone only where it changed something for somebody', async () => {
    for (const n of [0, 1]) await runs.sync.hand.assignCourseRole(runs.person(n).userId, runs.course, 5, 1);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'completed', enrolled: 0, undoable: false });
    await expect(runs.undo(run.id)).rejects.toMatchObject({ code: 'run_not_undoable' });
    const [row] = await runs.sync.site.dataSource.query<{ n: number }[]>(
      "SELECT COUNT(*) AS n FROM sync_changes WHERE action = 'adopted'",
    );
    expect(Number(row?.n)).toBeGreaterThan(0);
  });
});
