import { closeAfterAll } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { HistoryService } from '../history/history.service.js';
import { WhyService } from './why.service.js';

describe('why, while runs are held, decided and undone', () => {
  let runs: RunFixture;
  beforeAll(async () => {
    runs = await RunFixture.start(6);
    await runs.sync.site.settings({ removalStopCount: 1, removalStopShare: 20 });
    await runs.run();
  }, 120_000);
  closeAfterAll(() => runs);

  const why = () => runs.sync.site.app.get(WhyService).of({ userId: runs.person(0).userId, courseId: runs.course });
  const own = () => runs.sync.site.app.get(WhyService).ofOneself(runs.person(0).userId, runs.course);

  it('goes through the whole story of one person', async () => {
    expect((await why()).conclusion).toContain(
      'has “Introduction to Programming” as Student because of the Discord role',
    );

    runs.says([0, 1, 2], []);
    const rejected = await runs.run();
    expect(rejected.state).toBe('held');
    expect((await why()).conclusion).toMatch(
      new RegExp(`^Run ${rejected.id} wants to take .* is not held any more, and waits for an admin`),
    );
    expect((await own()).conclusion).toMatch(
      /^A run wants to take .* from you, .*, and waits for the site team to decide/,
    );

    await runs.decisions.reject(rejected.id, null);
    expect((await why()).conclusion).toMatch(/^Per Son has “Introduction to Programming”/);

    const held = await runs.run();
    await runs.approve(held.id);
    const { conclusion, chains } = await why();
    expect(conclusion).toContain('is missing');
    expect(chains[0]?.lastChange).toMatchObject({ action: 'revoked', because: 'role_lost', runId: held.id });

    const undo = await runs.undo(held.id);
    expect((await why()).chains[0]?.lastChange).toMatchObject({ action: 'granted', because: 'undone', runId: undo.id });
    const history = runs.sync.site.app.get(HistoryService);
    const { items, total } = await history.page({ runId: undo.id });
    expect(total).toBe(3);
    expect(items[0]?.sentence).toMatch(/because an earlier change was undone \(undoing, run \d+\)\.$/);
  });
});
