import { setTimeout as sleep } from 'node:timers/promises';
import { SyncFixture } from '../../../test/sync.fixture.js';
import { Leases, type Lease } from '../../platform/locks/leases.js';
import { LocksError } from '../../platform/locks/locks.errors.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';

describe('a run while another process has the lease', () => {
  let fixture: SyncFixture;
  let lease: Lease;
  let runs: RunsService;
  let rows: RunsRepository;

  beforeEach(async () => {
    fixture = await SyncFixture.start();
    [runs, rows] = [fixture.site.app.get(RunsService), fixture.site.app.get(RunsRepository)];
    const taken = await fixture.site.app.get(Leases).acquire('sync:run', { ttlMs: 60_000, waitMs: 0 });
    if (taken === null) throw new Error('Nobody else has the lease.');
    lease = taken;
  }, 120_000);
  afterEach(async () => {
    jest.restoreAllMocks();
    await lease.release();
    await fixture.close();
  }, 30_000);

  it('is the one of that process; it is followed only by who waits for its end', async () => {
    const begun = await rows.begin('schedule');
    const looks = jest.spyOn(rows, 'findById');
    expect((await runs.startRun('manual')).id).toBe(begun.id);
    await sleep(700);
    expect(looks).not.toHaveBeenCalled();
    const followed = runs.runToEnd('cli');
    for (let n = 0; n < 250 && looks.mock.calls.length === 0; n++) await sleep(20);
    await rows.finish(begun.id, {
      state: 'completed',
      reason: null,
      users: 1,
      enrolled: 0,
      unenrolled: 0,
      errors: 0,
    });
    expect(await followed).toMatchObject({ id: begun.id, state: 'completed' });
  }, 20_000);

  it('is refused when that process begins none for longer than it could have died', async () => {
    const start = performance.now();
    let later = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => start + (later += 10_000));
    await expect(runs.startRun('manual')).rejects.toThrow(LocksError);
  });

  it('is refused, and not begun, when this process is about to end', async () => {
    await lease.release();
    await runs.beforeApplicationShutdown();
    await expect(runs.startRun('manual')).rejects.toThrow(LocksError);
    expect(await rows.findRunning()).toBeNull();
  });
});
