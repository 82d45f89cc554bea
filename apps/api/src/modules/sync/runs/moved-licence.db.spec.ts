import { BillingClient } from '@pulsetech/billing-client';
import { closeAfterEach } from '../../../../test/close-after.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { LicenseService } from '../../license/license.service.js';
import { RunInterrupted } from './carried-run.js';
import { RemovePhase } from './phases/remove-phase.js';

describe('a run whose licence is moved to another Discord server', () => {
  let runs: RunFixture;
  const ALL = [0, 1, 2, 3, 4];

  beforeEach(async () => {
    runs = await RunFixture.start(5);
    await runs.run();
    runs.says([0, 1, 2], []);
  }, 120_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  /** Nobody of these people is in the other server. */
  const move = async (): Promise<void> => {
    runs.billing.guildId = '900000000000000002';
    runs.says(ALL, 'absent');
    await runs.sync.site.app.get(LicenseService).verify();
  };
  const expectNothingTaken = async (id: number): Promise<void> => {
    expect(await runs.show(id)).toMatchObject({ state: 'superseded', phase: null, removed: 0, unenrolled: 0 });
    expect((await runs.show(id)).reason).toContain('moved to another Discord server');
    expect((await runs.items(id)).map(({ state }) => state)).toEqual(['spared', 'spared', 'spared']);
    expect(await runs.courses()).toEqual([1, 1, 1, 1, 1]);
  };

  it('takes nothing when it is approved after that', async () => {
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    const { id, state } = await runs.run();
    expect(state).toBe('held');
    await move();
    await runs.approve(id);
    await expectNothingTaken(id);
  }, 60_000);

  it('takes nothing when it is taken up again after that', async () => {
    jest.spyOn(RemovePhase.prototype, 'carryOut').mockRejectedValueOnce(new RunInterrupted());
    const { id, state } = await runs.run();
    expect(state).toBe('running');
    await move();
    expect((await runs.run()).id).toBe(id);
    await expectNothingTaken(id);
  }, 60_000);

  it('takes nothing when that happens while people are read anew', async () => {
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    const { id } = await runs.run();
    const billing = runs.sync.site.app.get(BillingClient);
    const look = billing.lookupMembers.bind(billing);
    jest.spyOn(billing, 'lookupMembers').mockImplementationOnce(async (...question) => {
      await move();
      return look(...question);
    });
    await runs.approve(id);
    expect((await runs.show(id)).removed).toBe(0);
    expect(await runs.courses()).toEqual([1, 1, 1, 1, 1]);
  }, 60_000);

  /** Moves the licence when the first person of a page is synchronised; everybody waits for that. */
  const moveWithinPage = (): void => {
    const own = runs.sync.sync.syncUser.bind(runs.sync.sync);
    let moved: Promise<void> | null = null;
    jest.spyOn(runs.sync.sync, 'syncUser').mockImplementation(async (request) => {
      await (moved ??= move());
      return own(request);
    });
  };

  it('takes nothing when that happens in the middle of a page', async () => {
    moveWithinPage();
    const { id } = await runs.run();
    await expectNothingTaken(id);
  }, 60_000);

  it('gives nothing by the mappings of the other server when that happens in the middle of a page', async () => {
    const [second, theirs] = [runs.sync.role(), await runs.sync.course('For everyone there')];
    await runs.sync.mapping({ discordRoleId: second, courseId: await runs.sync.course('Second') });
    await runs.sync.mapping({ discordRoleId: '900000000000000002', courseId: theirs });
    runs.sync.site.clock.advanceSeconds(2);
    runs.says(ALL, [runs.role, second]);
    moveWithinPage();
    expect(await runs.run()).toMatchObject({ state: 'superseded', enrolled: 0 });
    const held = await Promise.all(runs.people.map((person) => runs.sync.held(person)));
    expect(held.flat().filter(([course]) => course === theirs)).toEqual([]);
  }, 60_000);

  it('does not make what was seen of one person before count there', async () => {
    const { userId, discordId } = runs.person(0);
    const observation = runs.sync.member([]);
    await move();
    const request = { userId, discordId, observation, cause: 'webservice', guildId: GUILD } as const;
    const { skipped, problems } = await runs.sync.sync.syncUser(request);
    expect(skipped).toBe('refused');
    expect(problems).toEqual([expect.stringContaining('moved to another Discord server')]);
    expect(await runs.courses()).toEqual([1, 1, 1, 1, 1]);
  }, 60_000);
});

describe('the first run after the licence was moved to another Discord server', () => {
  let runs: RunFixture;
  const everybody = [1, 1, 1];

  beforeEach(async () => {
    runs = await RunFixture.start(3);
    await runs.run();
  }, 120_000);
  closeAfterEach(() => runs);
  const moveTo = async (guildId: string): Promise<void> => {
    runs.billing.guildId = guildId;
    await runs.sync.site.app.get(LicenseService).verify();
  };

  it('is held, however few would lose something, and so is the next one until somebody approves', async () => {
    await moveTo('900000000000000002');
    runs.says([0, 1, 2], 'absent');
    let last = 0;
    for (const dry of [true, false, false]) {
      const run = await runs.run({ dry });
      expect(run).toMatchObject({ state: dry ? 'completed' : 'held', removals: 3, unenrolled: 0, stops: [] });
      expect(run.reason).toContain('another Discord server than at the last run');
      expect(await runs.courses()).toEqual(everybody);
      last = run.id;
    }
    expect(await runs.approve(last)).toMatchObject({ state: 'completed', unenrolled: 3 });
    expect(await runs.run()).toMatchObject({ state: 'completed' });
  }, 60_000);

  it('is not held when it takes nothing, and neither is one in the former server', async () => {
    await moveTo('900000000000000002');
    runs.says([0], 'absent');
    expect(await runs.run()).toMatchObject({ state: 'held' });
    await moveTo(GUILD);
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 1 });
    await moveTo('900000000000000002');
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 0 });
  }, 60_000);
});
