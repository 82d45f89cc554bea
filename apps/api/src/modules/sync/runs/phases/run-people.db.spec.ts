import { closeAfterAll } from '../../../../../test/close-after.js';
import { GUILD } from '../../../../../test/fake-billing.js';
import { SyncFixture } from '../../../../../test/sync.fixture.js';
import { LedgerRepository } from '../../ledger/ledger.repository.js';
import { RunPeopleRepository } from './run-people.repository.js';

const MOST = 40;

describe('what a run reads of people', () => {
  let fixture: SyncFixture;
  let people: RunPeopleRepository;
  let ledger: LedgerRepository;
  const linked: { userId: number; discordId: string }[] = [];

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    people = fixture.site.app.get(RunPeopleRepository);
    ledger = fixture.site.app.get(LedgerRepository);
    for (const grants of [0, 1, MOST]) {
      const person = await fixture.linked();
      linked.push(person);
      for (let target = 1; target <= grants; target++) {
        await fixture.site.dataSource.query(
          `INSERT INTO sync_grants (userid, kind, targetid, roleid, origin, state, timecreated, timemodified)
           VALUES (?, 'role', ?, 5, 'granted', ?, 1767225600, 1767225600)`,
          [person.userId, target, target % 2 === 0 ? 'active' : 'suspended'],
        );
      }
    }
  }, 120_000);
  closeAfterAll(() => fixture);

  it.each([
    ['as the database answers it', null],
    ['also where the database cuts long texts', 64],
  ])('is their whole ledger, %s', async (_how, longest) => {
    const userIds = linked.map(({ userId }) => userId);
    // A pool gives any of its connections: the limit is set for all that are opened from here on.
    if (longest !== null && fixture.site.dataSource.options.type === 'mysql') {
      await fixture.site.dataSource.query(`SET GLOBAL group_concat_max_len = ${longest}`);
      await fixture.site.dataSource.destroy();
      await fixture.site.dataSource.initialize();
    }
    try {
      const read = await people.ofMany(userIds, GUILD);
      const rows = await ledger.ofMany(userIds);
      for (const userId of userIds) {
        const inOrder = (grants: readonly { targetId: number }[] = []) =>
          [...grants].sort((a, b) => a.targetId - b.targetId);
        expect(inOrder(rows.get(userId))).toMatchObject(inOrder(read.get(userId)?.grants));
      }
      expect(userIds.map((userId) => read.get(userId)?.grants.length)).toEqual([0, 1, MOST]);
    } finally {
      if (longest !== null && fixture.site.dataSource.options.type === 'mysql')
        await fixture.site.dataSource.query('SET GLOBAL group_concat_max_len = DEFAULT');
    }
  });
});
