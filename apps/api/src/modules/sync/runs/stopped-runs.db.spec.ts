import { setTimeout as sleep } from 'node:timers/promises';
import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { RunStopCommand } from './commands/run-stop.command.js';
import { RunPace } from './waiting/run-pace.js';
import { Snapshots } from './waiting/snapshots.js';

/** More than are worked at together. */
const MANY = 130;
/** Longer than it is believed that a run goes on. */
const A_MOMENT_MS = 400;

describe('a run that an admin stops', () => {
  let runs: RunFixture;
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  it('while it takes lets go of everybody whose turn has not come, and says truly what it took', async () => {
    runs = await RunFixture.start(MANY);
    await runs.sync.site.settings({ removalStopCount: 1000, removalStopShare: 100 });
    await runs.run();
    runs.says([...Array(MANY).keys()], []);
    const syncUser = runs.sync.sync.syncUser.bind(runs.sync.sync);
    let stop: Promise<unknown> | null = null;
    let begun = 0;
    jest.spyOn(runs.sync.sync, 'syncUser').mockImplementation(async (request) => {
      begun++;
      stop ??= runs.decisions.stop(request.runId ?? 0).then(() => sleep(A_MOMENT_MS));
      await stop;
      return syncUser(request);
    });
    const run = await runs.run();
    const lost = (await runs.courses()).filter((courses) => courses === 0).length;
    expect(begun).toBeLessThan(MANY);
    expect(lost).toBe(begun);
    expect(run).toMatchObject({ state: 'stopped', unenrolled: lost, removed: lost, spared: MANY - lost });
    const items = await runs.items(run.id);
    expect(items.filter(({ state }) => state === 'done')).toHaveLength(lost);
    expect(items.filter(({ state }) => state === 'spared')).toHaveLength(MANY - lost);
  }, 120_000);

  it('while the reading of the Discord server stands still keeps no other run waiting', async () => {
    runs = await RunFixture.start(2);
    runs.sync.site.app.get(RunPace).pollsMs = new RunPace().pollsMs;
    runs.sync.site.app.get(RunPace).patienceMs = 60_000;
    runs.billing.snapshotPolls = 1_000_000;
    const { run, end } = await runs.service.start({ cause: 'manual' });
    await runs.decisions.stop(run.id);
    runs.billing.snapshotPolls = 0;
    const next = await runs.run();
    expect(next).toMatchObject({ state: 'completed', enrolled: 2 });
    expect(next.id).not.toBe(run.id);
    expect(await end()).toMatchObject({ id: run.id, state: 'stopped' });
  }, 60_000);
});

describe('a run that is stopped on the command line', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(2);
    runs.billing.snapshotPolls = 1_000_000;
    runs.sync.site.app.get(RunPace).patienceMs = 60_000;
  }, 60_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  it('ends, tells that nobody lost anything, and cannot be stopped once more', async () => {
    const { run, end } = await runs.service.start({ cause: 'schedule' });
    const command = runs.sync.site.app.get(RunStopCommand);
    const told: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    await command.run([String(run.id)]);
    expect(told.join('')).toContain(`Run ${run.id}: stopped`);
    expect(told.join('')).toContain('An admin stopped the run. Nobody lost anything by it.');
    await expect(command.run([String(run.id)])).rejects.toMatchObject({ code: 'run_not_running' });
    await expect(command.run(['last'])).rejects.toThrow('by its number');
    await end();
  });
});

describe('a run whose reading of the Discord server', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(2);
    runs.billing.snapshotPolls = 1_000_000;
  }, 60_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  it('stands still ends incomplete', async () => {
    expect(await runs.run()).toMatchObject({ state: 'incomplete', reason: expect.stringContaining('stands still') });
  });

  it('is lost again and again ends incomplete', async () => {
    jest.spyOn(runs.sync.site.app.get(Snapshots), 'find').mockResolvedValue(null);
    expect(await runs.run()).toMatchObject({ state: 'incomplete', reason: expect.stringContaining('again and again') });
    expect(runs.billing.snapshotsBegun).toBe(3);
  });
});
