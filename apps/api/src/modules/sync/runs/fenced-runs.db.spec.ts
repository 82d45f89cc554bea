import { Transactions } from '@pulsetech/server-kit';
import { QueryFailedError } from 'typeorm';
import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { SharedEvents } from '../../../platform/events/shared-events.js';
import { Leases } from '../../../platform/locks/leases.js';
import { RunPace } from './waiting/run-pace.js';
import { RunPeopleRepository } from './phases/run-people.repository.js';
import { RunExecution } from './run-execution.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';

/** Longer than a process that does not answer keeps a run. */
const LONGER_THAN_THE_LEASE = 11;
const MANY = 130;

describe('a process that stood still for longer than its lease', () => {
  let runs: RunFixture;
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);
  /** The same site's runs as another process carries them out. */
  const otherProcess = (): RunsService => {
    const get = runs.sync.site.app.get.bind(runs.sync.site.app);
    const leases = new Leases(get(Transactions), runs.sync.site.clock);
    return new RunsService(get(RunsRepository), get(RunExecution), leases, get(Transactions), get(SharedEvents));
  };

  it('in the middle of taking begins with nobody else, and writes nothing of the run that another one ended', async () => {
    runs = await RunFixture.start(MANY);
    await runs.sync.site.settings({ removalStopCount: 1000 });
    await runs.run();
    runs.says([...Array(MANY).keys()], []);
    const { sync } = runs.sync;
    const syncUser = sync.syncUser.bind(sync);
    const begunBy = { first: 0, other: 0 };
    let ended: Promise<unknown> | null = null;
    // Whoever is at work when the process stands still goes on after the other process came to the end of the run.
    jest.spyOn(sync, 'syncUser').mockImplementation(async (request) => {
      if (begunBy.other === 0 && ended !== null && begunBy.first >= 100) begunBy.other++;
      else if (begunBy.other === 0) {
        begunBy.first++;
        ended ??= takenOver(request.runId ?? 0);
        await ended;
      }
      return syncUser(request);
    });
    const takenOver = async (id: number): Promise<void> => {
      while (begunBy.first < 100) await new Promise((resolve) => setImmediate(resolve));
      runs.sync.site.clock.advanceSeconds(LONGER_THAN_THE_LEASE);
      const other = await otherProcess().start({ cause: 'cli' });
      expect(other.run.id).toBe(id);
      expect(await other.end()).toMatchObject({ state: 'completed' });
    };
    const run = await runs.run();
    expect(begunBy.first).toBe(100);
    expect(run).toMatchObject({ state: 'completed', unenrolled: MANY, removed: MANY, spared: 0, errors: 0 });
    expect(await runs.courses()).toEqual(Array(MANY).fill(0));
    const [row] = await runs.sync.site.dataSource.query<{ n: number }[]>(
      "SELECT COUNT(*) AS n FROM sync_changes WHERE runid = ? AND kind = 'role'",
      [run.id],
    );
    expect(Number(row?.n)).toBe(MANY);
  }, 120_000);
});

describe('a run while the database is away', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(3);
  }, 60_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);
  const away = (): QueryFailedError => {
    const driverError = Object.assign(new Error('Connection lost: The server closed the connection.'), { fatal: true });
    return new QueryFailedError('SELECT 1', [], driverError);
  };

  it('goes on where it stood when it is back, however often it was asked in between', async () => {
    const people = runs.sync.site.app.get(RunPeopleRepository);
    const pages = jest.spyOn(people, 'pageAfterUser');
    for (let n = 0; n < 10; n++) pages.mockRejectedValueOnce(away());
    expect(await runs.run()).toMatchObject({ state: 'completed', enrolled: 3, errors: 0 });
    expect(await runs.courses()).toEqual([1, 1, 1]);
  });

  it('for long is left, neither failed nor forgotten, and taken up by whoever looks next', async () => {
    const get = runs.sync.site.app.get.bind(runs.sync.site.app);
    jest.spyOn(get(RunPeopleRepository), 'pageAfterUser').mockRejectedValueOnce(away());
    // As when it is looked, while the run waits, whether it still goes on.
    const wait = jest.spyOn(get(RunPace), 'wait');
    wait.mockImplementation(async () => {
      if (jest.mocked(get(RunPeopleRepository).pageAfterUser).mock.calls.length > 0) throw away();
      return Promise.resolve();
    });
    runs.sync.site.clock.advanceSeconds(1);
    const { run, end } = await runs.service.start({ cause: 'manual' });
    await expect(end()).rejects.toBeInstanceOf(QueryFailedError);
    jest.restoreAllMocks();
    expect(await runs.show(run.id)).toMatchObject({ state: 'running' });
    expect(await runs.service.startIfDue(() => Promise.resolve(false))).toMatchObject({ id: run.id });
    await (await runs.service.start({ cause: 'manual' })).end();
    expect(await runs.show(run.id)).toMatchObject({ state: 'completed', enrolled: 3 });
  });
});
