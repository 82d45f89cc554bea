import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';

describe('a run that exceeds the limits of very many mappings', () => {
  let runs: RunFixture;

  beforeEach(async () => {
    runs = await RunFixture.start(2);
  }, 120_000);
  closeAfterEach(() => runs);

  it('is held, and lists the largest with names that are not too long', async () => {
    const [many, few] = [runs.sync.role(), runs.sync.role()];
    const name = `😀${'Advanced Topics in the History of Something '.repeat(5)}`;
    for (let n = 0; n < 299; n++) {
      const courseId = await runs.sync.course(`${n} ${name}`.slice(0, 250));
      await runs.sync.mapping({ discordRoleId: few, courseId });
    }
    const mapping = await runs.sync.mapping({ discordRoleId: many, courseId: await runs.sync.course() });
    runs.says([0], [runs.role, many, few]);
    runs.says([1], [runs.role, many]);
    runs.sync.site.clock.advanceSeconds(2);
    await runs.run();
    runs.billing.roles.delete(many);
    runs.billing.roles.delete(few);
    runs.says([0, 1], [runs.role]);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'held', removals: 301, unenrolled: 0 });
    expect(run.reason).toMatch(/\d+ more are not/);
    expect(run.stops).toHaveLength(50);
    expect(run.stops.find(({ scope }) => scope === 'broken_mapping')).toMatchObject({ mappingId: mapping, people: 2 });
    expect(Math.max(...run.stops.map(({ label }) => label.length))).toBe(200);
  }, 240_000);
});
