import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { RunFixture } from '../../../../test/run.fixture.js';

const PAGE = 1000;

describe('what a run costs when nothing changed', () => {
  let runs: RunFixture;
  let made = 0;
  let template = 0;

  beforeAll(async () => {
    runs = await RunFixture.start(0);
    template = (await runs.sync.site.user()).id;
  }, 120_000);
  closeAfterAll(() => runs);

  /** So many more people who are linked and hold the role; written as the tables have them. */
  async function more(people: number): Promise<void> {
    const { dataSource, clock, billing } = runs.sync.site;
    const columns = await dataSource.query<Record<string, unknown>[]>('SELECT * FROM lms_user WHERE id = ?', [
      template,
    ]);
    const names = Object.keys(columns[0] ?? {}).filter((name) => name !== 'id');
    const now = clock.nowSeconds();
    for (let from = 0; from < people; from += 250) {
      const users = Array.from({ length: 250 }, () => {
        made++;
        return { ...columns[0], id: 100_000 + made, username: `many${made}`, email: `many${made}@example.com` };
      });
      const marks = `(${['id', ...names].map(() => '?').join(', ')})`;
      await dataSource.query(
        `INSERT INTO lms_user (id, ${names.join(', ')}) VALUES ${users.map(() => marks).join(', ')}`,
        users.flatMap((user) => ['id', ...names].map((name) => (user as Record<string, unknown>)[name])),
      );
      const ids = users.map(({ id }) => id);
      const discordId = (id: number): string => String(500_000_000_000_000_000n + BigInt(id));
      await dataSource.query(
        `INSERT INTO local_pulsetech_discord_users (userid, discord_id, timecreated, timemodified)
         VALUES ${ids.map(() => '(?, ?, ?, ?)').join(', ')}`,
        ids.flatMap((id) => [id, discordId(id), now, now]),
      );
      for (const [kind, role] of [
        ['enrolment', 0],
        ['role', 5],
      ] as const)
        await dataSource.query(
          `INSERT INTO sync_grants (userid, kind, targetid, roleid, origin, state, timecreated, timemodified)
           VALUES ${ids.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
          ids.flatMap((id) => [id, kind, runs.course, role, 'granted', 'active', now, now]),
        );
      for (const id of ids) {
        billing.observations.set(discordId(id), (at) => runs.sync.member([runs.role], at));
      }
    }
  }

  const cost = async (): Promise<readonly string[]> => {
    const { result, queries } = await countingStatements(runs.sync.site.dataSource, () => runs.run());
    expect(result).toMatchObject({ state: 'completed', users: made, enrolled: 0, unenrolled: 0, errors: 0 });
    return queries;
  };

  it('is a constant number of statements for each page of 1000, and one lookup', async () => {
    await more(PAGE);
    await cost();
    const one = await cost();
    await more(2 * PAGE);
    await cost();
    const lookups = runs.billing.snapshotLookups.length;
    const three = await cost();
    expect(runs.billing.snapshotLookups.length - lookups).toBe(3);
    const each = (three.length - one.length) / 2;
    expect(each).toBeLessThanOrEqual(7);
    // What does not depend on the number of people.
    expect(one.length - each).toBeLessThan(60);
  }, 120_000);
});
