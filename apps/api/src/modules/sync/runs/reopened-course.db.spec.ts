import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { ASSISTANT, STUDENT } from '../../../../test/sync.fixture.js';

describe('a suspended course that a run opens again by another role', () => {
  let runs: RunFixture;
  let assistant: string;
  let mapping: number;

  beforeEach(async () => {
    runs = await RunFixture.start(6);
    assistant = runs.sync.role();
    mapping = await runs.sync.mapping({ discordRoleId: assistant, courseId: runs.course, roleId: ASSISTANT });
    await runs.sync.site.settings({ lossPolicy: 'suspend' });
    runs.says([0], [assistant]);
    await runs.run();
    runs.says([0], []);
    await runs.run();
    expect(await runs.sync.held(runs.person(0))).toEqual([]);
  }, 120_000);
  closeAfterEach(() => runs);

  const heldByFirst = () => runs.sync.held(runs.person(0));
  const ledgerOfFirst = () => runs.sync.ledger(runs.person(0));

  it('does not put into force what rested there, also while the run waits for a decision about others', async () => {
    await runs.sync.site.settings({ removalStopCount: 1, removalStopShare: 10 });
    runs.says([0], [runs.role]);
    runs.says([1, 2, 3], []);
    const run = await runs.run();
    expect(run).toMatchObject({ state: 'held', removals: 3 });
    expect(await heldByFirst()).toEqual([[runs.course, [STUDENT]]]);
    expect(await ledgerOfFirst()).toEqual([
      `enrolment ${runs.course}:0 granted active`,
      `role ${runs.course}:${STUDENT} granted active`,
    ]);
  });

  it('says in the history why it went, and undoing the run does not give it back', async () => {
    runs.says([0], [runs.role]);
    const run = await runs.run();
    const changes = await runs.sync.site.dataSource.query<{ action: string; because: string; mappingid: number }[]>(
      'SELECT action, because, mappingid FROM sync_changes WHERE runid = ? ORDER BY roleid',
      [run.id],
    );
    expect(changes).toEqual([
      { action: 'revoked', because: 'course_reopened', mappingid: mapping },
      { action: 'granted', because: 'role_held', mappingid: runs.mapping },
    ]);
    runs.says([0], []);
    expect(await runs.undo(run.id)).toMatchObject({ state: 'completed', spared: 1 });
    expect(await heldByFirst()).toEqual([]);
  });

  it('gives it again when its own role comes back as well', async () => {
    runs.says([0], [runs.role, assistant]);
    await runs.run();
    expect(await heldByFirst()).toEqual([[runs.course, [ASSISTANT, STUDENT]]]);
  });
});
