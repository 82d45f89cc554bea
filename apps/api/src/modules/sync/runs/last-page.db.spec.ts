import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';

/** People are read singly in pages of so many. */
const PAGE = 100;

describe('a run whose last page is short', () => {
  let runs: RunFixture;

  beforeEach(async () => {
    runs = await RunFixture.start(PAGE + 1);
    await runs.run();
  }, 240_000);
  closeAfterEach(() => runs);

  it('goes on when the only one of that page cannot be read, and lists them', async () => {
    const inOrder = runs.people.map(({ userId }, n) => ({ userId, n }));
    inOrder.sort((a, b) => a.userId - b.userId);
    runs.billing.snapshotKind = 'single_reads';
    runs.says([inOrder[PAGE]?.n ?? -1], 'unknown');
    runs.says([inOrder[0]?.n ?? -1], []);
    expect(await runs.run()).toMatchObject({ state: 'completed_with_errors', errors: 1, unenrolled: 1 });
  }, 120_000);
});
