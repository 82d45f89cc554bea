import timers from 'node:timers/promises';
import { Transactions } from '@pulsetech/server-kit';
import { until } from '@pulsetech/testing';
import { SyncFixture } from '../../../../test/sync.fixture.js';
import { Leases, type Lease } from '../../../platform/locks/leases.js';
import { LocksError } from '../../../platform/locks/locks.errors.js';
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
    const taken = await fixture.site.app.get(Leases).acquire('sync:run', { ttlMs: 10_000, waitMs: 0 });
    if (taken === null) throw new Error('Nobody else has the lease.');
    lease = taken;
  }, 120_000);
  afterEach(async () => {
    jest.restoreAllMocks();
    await lease.release();
    await fixture.close();
  }, 30_000);

  it('is the one of that process; it is followed only by who waits for its end', async () => {
    const begun = await rows.begin({ cause: 'schedule', dry: false, undoes: null, phase: 'snapshot' });
    const pauses = jest.spyOn(timers, 'setTimeout');
    const looks = jest.spyOn(rows, 'findById');
    expect((await runs.start({ cause: 'manual' })).run.id).toBe(begun.id);
    const { end: follow } = await runs.start({ cause: 'cli' });
    expect(pauses).not.toHaveBeenCalled();
    const followed = follow();
    expect(pauses).toHaveBeenCalledTimes(1);
    await until('the run is looked at', () => looks.mock.calls.length > 0);
    const end = { state: 'completed', phase: null } as const;
    await fixture.site.app.get(Transactions).run((tx) => rows.move(tx, begun.id, 'running', end));
    expect(await followed).toMatchObject({ id: begun.id, state: 'completed' });
  }, 20_000);

  it('is refused when that process begins none for longer than it could have died', async () => {
    const start = performance.now();
    let later = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => start + (later += 10_000));
    await expect(runs.start({ cause: 'manual' })).rejects.toThrow(LocksError);
  });

  it('is refused, and not begun, when this process is about to end', async () => {
    await lease.release();
    await runs.beforeApplicationShutdown();
    await expect(runs.start({ cause: 'manual' })).rejects.toThrow(LocksError);
    expect(await rows.findRunning()).toBeNull();
  });
});
