import { BillingClient } from '@pulsetech/billing-client';
import { LmsError } from '../../lms/lms.errors.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';

describe('a run that cannot be sure', () => {
  let runs: RunFixture;

  beforeEach(async () => {
    runs = await RunFixture.start(5);
    await runs.run();
  }, 120_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);
  const EVERYBODY = [1, 1, 1, 1, 1];

  it('ends incomplete when the walk failed, and takes nothing', async () => {
    runs.says([0, 1], []);
    runs.billing.snapshotFailure = 'discord_unavailable';
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', unenrolled: 0 });
    expect(run.reason).toContain('Discord does not answer');
    expect(await runs.courses()).toEqual(EVERYBODY);
  });

  it('gives what is due but takes nothing by a snapshot without proof, and tells why', async () => {
    const newcomer = await runs.sync.linked();
    runs.sync.discordSays(newcomer, [runs.role]);
    runs.says([0], []);
    runs.says([1], 'absent');
    runs.billing.proof = { proven: false, reason: 'Two pages were the same.', disagreements: [] };
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', enrolled: 1, unenrolled: 0, removals: 0 });
    expect(run.reason).toContain('Two pages were the same.');
    expect(await runs.courses()).toEqual(EVERYBODY);
    expect(await runs.sync.held(newcomer)).toHaveLength(1);
  });

  it('reads singly whom the walk did not meet, and only them, before anything of theirs is taken', async () => {
    runs.says([0], 'absent');
    runs.billing.hiddenFromWalks.add(runs.person(1).discordId);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'completed', unenrolled: 1, errors: 0 });
    expect(runs.billing.lookups.flat().sort()).toEqual([runs.person(0).discordId, runs.person(1).discordId].sort());
    expect(await runs.courses()).toEqual([0, 1, 1, 1, 1]);
    const items = await runs.items(run.id);
    expect(items.map(({ state, because }) => [state, because])).toEqual([
      ['done', 'left_server'],
      ['spared', 'left_server'],
    ]);
  });

  it('takes what somebody lost who was met only when read singly', async () => {
    const more = runs.sync.role();
    await runs.sync.mapping({ discordRoleId: more, courseId: await runs.sync.course() });
    runs.says([0], [runs.role, more]);
    await runs.run();
    runs.says([0], [more]);
    runs.billing.hiddenFromWalks.add(runs.person(0).discordId);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'completed', unenrolled: 1 });
    const items = await runs.items(run.id);
    expect(items.map(({ state, because }) => `${state} ${because}`).sort()).toEqual([
      'done role_lost',
      'spared left_server',
    ]);
    expect(await runs.courses()).toEqual(EVERYBODY);
  });

  it('leaves alone whom nobody could read singly, and lists the problem', async () => {
    runs.billing.hiddenFromWalks.add(runs.person(0).discordId);
    runs.says([0], 'unknown');
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'completed_with_errors', errors: 1, unenrolled: 0 });
    expect(await runs.problems(run.id)).toEqual([expect.stringContaining('Discord did not answer')]);
    expect(await runs.courses()).toEqual(EVERYBODY);
  });

  it('reads few linked users of a large guild singly, and believes an absence without another reading', async () => {
    runs.billing.snapshotKind = 'single_reads';
    runs.says([0], 'absent');
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 1 });
    expect(runs.billing.lookups).toEqual([]);
  });

  it('leaves alone who was observed later than the snapshot', async () => {
    runs.says([0], []);
    const { userId, discordId } = runs.person(0);
    const pushed = runs.sync.member([runs.role], runs.sync.site.clock.nowMs() + 60_000);
    await runs.sync.sync.syncUser({ guildId: GUILD, userId, discordId, observation: pushed, cause: 'webservice' });
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 0 });
    expect(await runs.courses()).toEqual(EVERYBODY);
  });

  it('goes by what was pushed after the walk', async () => {
    runs.says([0, 1], []);
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'held', removals: 2 });
    runs.sync.site.clock.advanceSeconds(5);
    const approval = runs.decisions.approve(run.id, null);
    // The push comes after the decision and is newer than anything that is read for it.
    const { userId, discordId } = runs.person(0);
    const pushed = runs.sync.member([runs.role], runs.sync.site.clock.nowMs() + 60_000);
    await runs.sync.sync.syncUser({ guildId: GUILD, userId, discordId, observation: pushed, cause: 'webservice' });
    await (await approval).end();
    expect((await runs.courses())[0]).toBe(1);
    expect((await runs.courses())[1]).toBe(0);
  });

  it('spares who unlinked meanwhile', async () => {
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    runs.says([0, 1], []);
    const run = await runs.run();
    const { userId, discordId } = runs.person(0);
    await runs.sync.site.dataSource.query('DELETE FROM local_pulsetech_discord_users WHERE userid = ?', [userId]);
    await runs.sync.takingBack.revokeAll({ userId, discordId, cause: 'unlink' });
    expect(await runs.approve(run.id)).toMatchObject({ state: 'completed', removed: 1, spared: 1, errors: 0 });
  });

  it('spares what a mapping gives again that was made meanwhile', async () => {
    await runs.sync.site.settings({ removalStopCount: 0, removalStopShare: 0 });
    const another = runs.sync.role();
    runs.says([0, 1], [another]);
    const run = await runs.run();
    expect(run.state).toBe('held');
    await runs.sync.mapping({ discordRoleId: another, courseId: runs.course });
    expect(await runs.approve(run.id)).toMatchObject({ state: 'completed', removed: 0, spared: 2 });
    expect(await runs.courses()).toEqual(EVERYBODY);
  });

  it('waits for the billing server, and goes on when it is back', async () => {
    runs.says([0], []);
    runs.billing.fault = 'down';
    const run = runs.run();
    setTimeout(() => (runs.billing.fault = 'none'), 100);
    expect(await run).toMatchObject({ state: 'completed', unenrolled: 1 });
  });

  it('gives up when the billing server stays away', async () => {
    runs.says([0], []);
    jest.spyOn(runs.sync.lms, 'findUsersByIds').mockImplementationOnce((ids) => {
      runs.billing.fault = 'discord';
      return Promise.resolve(ids.map((id) => ({ ...runs.person(0).user, id })));
    });
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', unenrolled: 0 });
    expect(run.reason).toContain('Nobody lost anything');
  });

  it('reads everybody anew when the billing server lost what it had read', async () => {
    runs.says([0], []);
    const forget = jest.spyOn(runs.sync.lms, 'findUsersByIds').mockImplementationOnce((ids) => {
      runs.billing.forgetSnapshots();
      forget.mockRestore();
      return runs.sync.lms.findUsersByIds(ids);
    });
    const begun = runs.billing.snapshotsBegun;
    expect(await runs.run()).toMatchObject({ state: 'completed', users: 5, unenrolled: 1, removals: 1 });
    expect(runs.billing.snapshotsBegun).toBe(begun + 2);
  });

  it('ends incomplete when the LMS does not answer, and loses nobody', async () => {
    runs.says([0], []);
    const away = new LmsError('lms_unavailable', 'The LMS does not answer.');
    jest.spyOn(runs.sync.lms, 'findUsersByIds').mockRejectedValue(away);
    expect(await runs.run()).toMatchObject({
      state: 'incomplete',
      unenrolled: 0,
      reason: expect.stringContaining('LMS'),
    });
    jest.restoreAllMocks();
    jest.spyOn(runs.sync.lms, 'findUsersByIds').mockRejectedValueOnce(away);
    expect(await runs.run()).toMatchObject({ state: 'completed', unenrolled: 1 });
  });

  it('takes nobody for deleted when the LMS shows nobody at all', async () => {
    jest.spyOn(runs.sync.lms, 'findUsersByIds').mockResolvedValue([]);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', reason: expect.stringContaining('does not show any') });
    jest.restoreAllMocks();
    expect(await runs.run()).toMatchObject({ state: 'completed', users: 5 });
  });

  it('ends incomplete when the licence is lost while it walks', async () => {
    runs.says([0], []);
    jest.spyOn(runs.sync.lms, 'findUsersByIds').mockImplementationOnce((ids) => {
      runs.billing.licence = 'licence_revoked';
      return Promise.resolve(ids.map((id) => ({ ...runs.person(0).user, id })));
    });
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', unenrolled: 0 });
    expect(run.reason).toContain('licence');
    expect(await runs.courses()).toEqual(EVERYBODY);
  });

  it('lists what could not be changed, and goes on with the others', async () => {
    runs.says([0, 1], []);
    const apply = runs.sync.lms.apply.bind(runs.sync.lms);
    jest.spyOn(runs.sync.lms, 'apply').mockImplementation(async (changes) => {
      const outcomes = await apply(changes.filter(({ userId }) => userId !== runs.person(0).userId));
      const refused = { applied: 'no', code: 'lms_unavailable', message: 'The LMS is busy.' } as const;
      return changes.map(({ userId }) => (userId === runs.person(0).userId ? refused : (outcomes.shift() ?? refused)));
    });
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'completed_with_errors', errors: 1, removed: 1, unenrolled: 1 });
    const items = await runs.items(run.id);
    expect(items.map(({ state, detail }) => [state, detail !== null])).toEqual([
      ['failed', true],
      ['done', false],
    ]);
    expect(await runs.problems(run.id)).toEqual([expect.stringContaining('The LMS is busy.')]);
  });
});

describe('a run whose licence is moved to another Discord server', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(2);
    await runs.run();
  }, 120_000);
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  it('does not believe what is said about single people in the other one', async () => {
    runs.billing.hiddenFromWalks.add(runs.person(0).discordId);
    runs.says([0], 'absent');
    const billing = runs.sync.site.app.get(BillingClient);
    const lookup = billing.lookupMembers.bind(billing);
    jest
      .spyOn(billing, 'lookupMembers')
      .mockImplementation(async (...asked) => ({ ...(await lookup(...asked)), guildId: '900000000000000002' }));
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'incomplete', unenrolled: 0, reason: expect.stringContaining('was moved') });
    expect(await runs.courses()).toEqual([1, 1]);
  });
});
