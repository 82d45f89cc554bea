import type { EntityManager } from 'typeorm';
import { closeAfterAll } from '../../../test/close-after.js';
import { GUILD } from '../../../test/fake-billing.js';
import { countingStatements } from '../../../test/counting-statements.js';
import { ASSISTANT, SyncFixture } from '../../../test/sync.fixture.js';
import { linesOf } from './mapping-list.command.js';
import { MappingPeople } from './mapping-people.js';
import { MappingsService } from './mappings.service.js';

const MANY = 100_000;

describe('the people that a mapping serves', () => {
  let fixture: SyncFixture;
  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);

  const people = async (...ids: number[]): Promise<number[]> => {
    fixture.site.clock.advanceSeconds(10);
    const counts = await fixture.site.app.get(MappingPeople).counts();
    return ids.map((id) => counts.get(id) ?? 0);
  };

  it('are those who were given its course role and have it, not those who had it by hand', async () => {
    const [role, courseId] = [fixture.role(), await fixture.course()];
    const mapping = await fixture.mapping({ discordRoleId: role, courseId });
    const [one, other, byHand] = [await fixture.linked(), await fixture.linked(), await fixture.linked()];
    await fixture.enrolByHand(byHand.userId, courseId);
    for (const person of [one, other, byHand]) await fixture.see(person, [role]);
    expect(await people(mapping)).toEqual([2]);
    await fixture.see(other, []);
    expect(await people(mapping)).toEqual([1]);
  });

  it('are told apart by their Discord roles where several give the same', async () => {
    const [first, second, courseId] = [fixture.role(), fixture.role(), await fixture.course()];
    const everyone = fixture.site.billing.guildId;
    const [byFirst, bySecond] = [
      await fixture.mapping({ discordRoleId: first, courseId, roleId: ASSISTANT }),
      await fixture.mapping({ discordRoleId: second, courseId, roleId: ASSISTANT }),
    ];
    const [one, both, left] = [await fixture.linked(), await fixture.linked(), await fixture.linked()];
    await fixture.see(one, [first]);
    await fixture.see(both, [first, second]);
    await fixture.see(left, [second]);
    expect(await people(byFirst, bySecond)).toEqual([2, 2]);
    await fixture.see(left, []);
    expect(await people(byFirst, bySecond)).toEqual([2, 1]);
    const byAll = await fixture.mapping({ discordRoleId: everyone, courseId, roleId: ASSISTANT });
    await fixture.see(left, []);
    expect(await people(byFirst, bySecond, byAll)).toEqual([2, 1, 3]);
  });

  it('stay what they were while Discord does not answer', async () => {
    const [first, second, courseId] = [fixture.role(), fixture.role(), await fixture.course()];
    const mapping = await fixture.mapping({ discordRoleId: first, courseId });
    await fixture.mapping({ discordRoleId: second, courseId });
    const person = await fixture.linked();
    await fixture.see(person, [first]);
    fixture.discordSays(person, 'unknown');
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
    expect(await people(mapping)).toEqual([1]);
  });

  it('are listed on the command line with what is wrong', async () => {
    const courseId = await fixture.course('Introduction to Programming');
    await fixture.mapping({ discordRoleId: fixture.role(), courseId });
    await fixture.mapping({ discordRoleId: fixture.role(), courseId: 424_242 });
    fixture.site.clock.advanceSeconds(10);
    const lines = (await fixture.site.app.get(MappingsService).listFresh()).map(linesOf).join('');
    expect(lines).toMatch(/→ Introduction to Programming \(Student\)\t0 people\n/);
    expect(lines).toMatch(/→ course 424242 \(Student\)\t0 people\n\t⚠ The course no longer exists/);
  });

  it('are counted with a few statements for a thousand mappings and a hundred thousand people', async () => {
    const { dataSource, clock } = fixture.site;
    const now = clock.nowSeconds();
    const roles = [fixture.role(), fixture.role()] as const;
    await insert(dataSource.manager, 'local_pulsetech_discord_role_mappings', 900, (i) => ({
      discord_role_id: String(600000000000000000n + BigInt(i)),
      discord_role_name: 'One of many',
      courseid: 500_000 + i,
      roleid: 5,
      timecreated: now,
      timemodified: now,
    }));
    const [byFirst, bySecond] = [
      await fixture.mapping({ discordRoleId: roles[0], courseId: 400_000 }),
      await fixture.mapping({ discordRoleId: roles[1], courseId: 400_000 }),
    ];
    const userid = (i: number): number => 1_000_000 + i;
    await insert(dataSource.manager, 'sync_grants', MANY, (i) => ({
      userid: userid(i),
      kind: 'role',
      targetid: 400_000,
      roleid: 5,
      origin: 'granted',
      state: 'active',
      timecreated: now,
      timemodified: now,
    }));
    await insert(dataSource.manager, 'sync_states', MANY, (i) => ({
      userid: userid(i),
      guild_id: GUILD,
      discord_id: String(800000000000000000n + BigInt(i)),
      observed_at_ms: now * 1000,
      observation: 'member',
      roles: JSON.stringify([
        ...Array.from({ length: 8 }, (_, n) => `70000000000000000${n}`),
        roles[i % 4 === 0 ? 1 : 0],
      ]),
      timemodified: now,
    }));
    clock.advanceSeconds(10);
    const { result, statements } = await countingStatements(dataSource, () =>
      fixture.site.app.get(MappingPeople).counts(),
    );
    expect(statements).toBeLessThanOrEqual(4);
    expect([result.get(byFirst), result.get(bySecond)]).toEqual([MANY * 0.75, MANY * 0.25]);
  }, 120_000);
});

async function insert(
  on: EntityManager,
  table: string,
  count: number,
  row: (index: number) => Readonly<Record<string, string | number>>,
): Promise<void> {
  await on.transaction(async (tx) => {
    for (let from = 0; from < count; from += 1000) {
      const rows = Array.from({ length: Math.min(1000, count - from) }, (_, i) => row(from + i));
      const columns = Object.keys(rows[0] ?? {});
      const values = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
      await tx.query(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values}`,
        rows.flatMap((one) => Object.values(one)),
      );
    }
  });
}
