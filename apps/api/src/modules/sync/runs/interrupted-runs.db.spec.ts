import { setTimeout as sleep } from 'node:timers/promises';
import { Transactions } from '@pulsetech/server-kit';
import type { RunDto } from '@pulsetech/contracts';
import { SharedEvents } from '../../../platform/events/shared-events.js';
import { Leases } from '../../../platform/locks/leases.js';
import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { CarriedRun, RunInterrupted } from './carried-run.js';
import { RunExecution } from './run-execution.js';
import { RunPeopleRepository } from './phases/run-people.repository.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';

type Commit = CarriedRun['commit'];

describe('a run that is interrupted', () => {
  let runs: RunFixture;
  const commit = CarriedRun.prototype.commit;

  beforeEach(async () => {
    runs = await RunFixture.start(6);
    // Small pages, so that there are several.
    const people = runs.sync.site.app.get(RunPeopleRepository);
    const pageAfterUser = people.pageAfterUser.bind(people);
    jest.spyOn(people, 'pageAfterUser').mockImplementation((after, _, guild) => pageAfterUser(after, 3, guild));
  }, 120_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  /** The process dies at its nth commit: before it, within its transaction, or right after it. */
  function dieAt(n: number, when: 'before' | 'within' | 'after'): () => number {
    let commits = 0;
    jest.spyOn(CarriedRun.prototype, 'commit').mockImplementation(async function (
      this: CarriedRun,
      ...[change, within]: Parameters<Commit>
    ): Promise<void> {
      if (++commits !== n) return commit.call(this, change, within);
      if (when === 'before') throw new RunInterrupted();
      await commit.call(this, change, async (tx) => {
        await within?.(tx);
        if (when === 'within') throw new RunInterrupted();
      });
      throw new RunInterrupted();
    });
    return () => commits;
  }

  /** Until it ends, as one process after the other takes it up. */
  async function toItsEnd(id: number): Promise<RunDto> {
    for (let n = 0; n < 5; n++) {
      const run = await runs.show(id);
      if (run.state !== 'running') return run;
      await (await runs.service.start({ cause: 'schedule', undoes: run.undoes, dry: run.dry })).end();
    }
    throw new Error('The run does not come to its end.');
  }

  it('at any of its commits is taken up where it stood, and ends as if nothing had happened', async () => {
    // Some lose the role, one leaves, one gets it; and all of it back for the next time.
    const before = async (): Promise<void> => {
      runs.says([0, 1, 2], [runs.role]);
      runs.says([3], []);
      expect(await runs.run()).toMatchObject({ state: 'completed' });
      expect(await runs.courses()).toEqual([1, 1, 1, 0, 1, 1]);
    };
    let interruptions = 0;
    for (let n = 1, reached = true; reached; n++) {
      for (const when of ['before', 'within', 'after'] as const) {
        await before();
        runs.says([0, 1], []);
        runs.says([2], 'absent');
        runs.says([3], [runs.role]);
        const commits = dieAt(n, when);
        const interrupted = await runs.run();
        reached = commits() >= n;
        jest.mocked(CarriedRun.prototype.commit).mockRestore();
        if (interrupted.state === 'running') interruptions++;
        const run = await toItsEnd(interrupted.id);
        expect(run).toMatchObject({ state: 'completed', users: 6, enrolled: 1, unenrolled: 3, errors: 0 });
        expect(run).toMatchObject({ removals: 3, removed: 3, spared: 0 });
        expect(await runs.courses()).toEqual([0, 0, 0, 1, 1, 1]);
      }
    }
    expect(interruptions).toBeGreaterThanOrEqual(12);
  }, 120_000);

  it('while it is undone is taken up where it stood, at any of its commits', async () => {
    let interruptions = 0;
    for (let n = 1, reached = true; reached; n++) {
      for (const when of ['before', 'within', 'after'] as const) {
        const first = await runs.run();
        expect(first).toMatchObject({ state: 'completed', enrolled: 6 });
        const commits = dieAt(n, when);
        const interrupted = await runs.undo(first.id);
        reached = commits() >= n;
        jest.mocked(CarriedRun.prototype.commit).mockRestore();
        if (interrupted.state === 'running') interruptions++;
        expect(await toItsEnd(interrupted.id)).toMatchObject({ state: 'completed', unenrolled: 6, errors: 0 });
        expect(await runs.courses()).toEqual(Array(6).fill(0));
      }
    }
    expect(interruptions).toBeGreaterThanOrEqual(3);
  }, 60_000);

  it('is not written any more by a process whose lease was taken over', async () => {
    const rows = runs.sync.site.app.get(RunsRepository);
    const leases = runs.sync.site.app.get(Leases);
    const run = await rows.begin({ cause: 'manual', dry: false, undoes: null, phase: 'snapshot' });
    const lease = await leases.acquire('sync:run', { ttlMs: 60_000, waitMs: 0 });
    if (lease === null) throw new Error('Nobody else has the lease.');
    const transactions = runs.sync.site.app.get(Transactions);
    const events = runs.sync.site.app.get(SharedEvents);
    const work = new CarriedRun(run, { runs: rows, transactions, events, lease, isStopping: () => false });
    await work.commit({ users: 1 });
    await runs.sync.site.dataSource.query("UPDATE locks SET owner = 'another' WHERE name = 'sync:run'");
    await expect(work.commit({ users: 2 })).rejects.toThrow(RunInterrupted);
    expect(await runs.show(run.id)).toMatchObject({ users: 1 });
    await runs.sync.site.dataSource.query('DELETE FROM locks');
  });

  it('by an admin ends stopped, wherever it stands, and keeps what it gave', async () => {
    const people = runs.sync.site.app.get(RunPeopleRepository);
    const pages = jest.mocked(people.pageAfterUser).getMockImplementation();
    if (!pages) throw new Error('Pages are small.');
    let first: Promise<unknown> | null = null;
    jest.mocked(people.pageAfterUser).mockImplementation(async (after, limit, guild) => {
      if (after !== 0) first ??= runs.decisions.stop(1);
      await first;
      return pages(after, limit, guild);
    });
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'stopped', phase: null });
    expect(run.reason).toContain('stopped');
    const given = (await runs.courses()).filter((courses) => courses === 1).length;
    expect(given).toBe(run.enrolled);
    await expect(runs.decisions.stop(run.id)).rejects.toMatchObject({ code: 'run_not_running' });
    jest.mocked(people.pageAfterUser).mockImplementation(pages);
    expect(await runs.run()).toMatchObject({ state: 'completed', enrolled: 6 - given });
  });

  it('by an unexpected error is begun again where it stood, and given up when it gets no further', async () => {
    const people = runs.sync.site.app.get(RunPeopleRepository);
    const pages = jest.mocked(people.pageAfterUser).getMockImplementation();
    if (!pages) throw new Error('Pages are small.');
    jest.mocked(people.pageAfterUser).mockRejectedValueOnce(new Error('The disk is full.'));
    expect(await runs.run()).toMatchObject({ state: 'completed', enrolled: 6 });
    jest.mocked(people.pageAfterUser).mockRejectedValue(new Error('The disk is full.'));
    runs.says([0], []);
    expect(await runs.run()).toMatchObject({ state: 'failed', unenrolled: 0, reason: expect.stringContaining('log') });
    expect(await runs.courses()).toEqual(Array(6).fill(1));
  });

  it('is carried out by one of two processes only, and joined by the other', async () => {
    const get = runs.sync.site.app.get.bind(runs.sync.site.app);
    const leases = new Leases(get(Transactions), runs.sync.site.clock);
    const other = new RunsService(get(RunsRepository), get(RunExecution), leases, get(Transactions), get(SharedEvents));
    runs.sync.site.clock.advanceSeconds(1);
    // The first must not have ended before the second one has been asked for.
    const people = jest.mocked(get(RunPeopleRepository).pageAfterUser);
    const page = people.getMockImplementation();
    if (!page) throw new Error('Pages are small.');
    let bothBegan = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      bothBegan = resolve;
    });
    people.mockImplementation(async (...asked) => {
      await begun;
      return page(...asked);
    });
    const [one, two] = await Promise.all([runs.service.start({ cause: 'manual' }), other.start({ cause: 'cli' })]);
    bothBegan();
    expect(one.run.id).toBe(two.run.id);
    expect([one.here, two.here].filter((here) => here)).toHaveLength(1);
    const ended = await Promise.all([one.end(), two.end()]);
    expect(ended).toMatchObject([
      { state: 'completed', enrolled: 6 },
      { state: 'completed', enrolled: 6 },
    ]);
    await sleep(0);
    const [count] = await runs.sync.site.dataSource.query<{ n: number }[]>(
      "SELECT COUNT(*) AS n FROM sync_changes WHERE kind = 'role'",
    );
    expect(Number(count?.n)).toBe(6);
  }, 20_000);

  it('is not joined by whoever wants a run of another kind', async () => {
    runs.sync.site.clock.advanceSeconds(1);
    const { end, run } = await runs.service.start({ cause: 'manual', dry: true });
    await expect(runs.service.start({ cause: 'cli' })).rejects.toMatchObject({
      code: 'run_in_progress',
      message: expect.stringContaining(`run ${run.id}`),
    });
    expect(await end()).toMatchObject({ state: 'completed', dry: true });
  });
});
