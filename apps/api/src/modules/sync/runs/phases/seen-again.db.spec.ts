import { GUILD } from '../../../../../test/fake-billing.js';
import { closeAfterEach } from '../../../../../test/close-after.js';
import { RunFixture } from '../../../../../test/run.fixture.js';
import { StatesRepository } from '../../ledger/states.repository.js';

describe('what a run read of people as it was before', () => {
  let runs: RunFixture;
  beforeEach(async () => {
    runs = await RunFixture.start(3);
    await runs.run();
  }, 120_000);
  closeAfterEach(() => runs);

  it('counts as read now, so that older words do not come after it', async () => {
    const states = runs.sync.site.app.get(StatesRepository);
    const before = await states.of(runs.person(0).userId, GUILD);
    await runs.run();
    const now = await states.of(runs.person(0).userId, GUILD);
    expect(now).toEqual({ ...before, observedAt: runs.sync.site.clock.nowMs() });
    const { userId, discordId } = runs.person(0);
    const late = runs.sync.member([], runs.sync.site.clock.nowMs() - 500);
    await runs.sync.sync.syncUser({ guildId: GUILD, userId, discordId, observation: late, cause: 'webservice' });
    expect(await runs.courses()).toEqual([1, 1, 1]);
  });

  it('leaves alone what was seen by another meanwhile', async () => {
    const states = runs.sync.site.app.get(StatesRepository);
    const { userId } = runs.person(0);
    const { observedAt } = (await states.of(userId, GUILD)) ?? { observedAt: 0 };
    const { manager } = runs.sync.site.dataSource;
    await states.putAgain([userId], GUILD, observedAt + 1000, observedAt - 1, manager);
    expect((await states.of(userId, GUILD))?.observedAt).toBe(observedAt);
    await states.putAgain([userId], GUILD, observedAt - 1000, observedAt, manager);
    expect((await states.of(userId, GUILD))?.observedAt).toBe(observedAt);
    await states.putAgain([userId], GUILD, observedAt + 1000, observedAt, manager);
    expect((await states.of(userId, GUILD))?.observedAt).toBe(observedAt + 1000);
  });
});
