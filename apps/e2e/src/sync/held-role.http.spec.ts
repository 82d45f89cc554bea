import type { MappingDto } from '@pulsetech/contracts';
import type { Person } from './model/person.js';
import { discordRole, FIRST_COHORT, FIRST_COURSE, STUDENT } from './model/simulated-ids.js';
import { firstDeviations } from './settled-state.js';
import { SimulatedSite } from './simulated-site.js';

const USERS = 2000;
const SHARE = 0.4;
const [TO_DELETE, OTHER, LATER] = [discordRole(12), discordRole(13), discordRole(14)];
const [COURSE, LATER_COURSE, COHORT] = [FIRST_COURSE + 16, FIRST_COURSE + 17, FIRST_COHORT + 9];

let site: SimulatedSite;
let holders: Person[];
let mapping: MappingDto;

beforeAll(async () => {
  site = await SimulatedSite.start(USERS, 4);
  mapping = await map(TO_DELETE, COURSE);
  const members = site.world.people.filter(({ membership }) => membership.in);
  holders = members.slice(0, USERS * SHARE);
  await site.giveRoles(members, ({ membership: { roles }, userId }) => {
    const own = [...roles].filter((role) => ![TO_DELETE, OTHER, LATER].includes(role));
    return new Set(holders.some((holder) => holder.userId === userId) ? [...own, TO_DELETE] : own);
  });
  await site.hand.look();
  await site.synchronised();
});
afterAll(() => site.close());

async function map(role: string, courseId: number): Promise<MappingDto> {
  const wanted = { discordRoleId: role, courseId, roleId: STUDENT, cohortId: COHORT };
  const { body, status } = await site.client.post<MappingDto>('/api/v1/mappings', wanted);
  expect(status).toBe(201);
  site.world.rules.mappings = await site.mappings();
  return body;
}

async function deleteRole(role: string): Promise<void> {
  site.world.rules.discordRoles.delete(role);
  for (const person of site.world.people) {
    const roles = [...person.membership.roles].filter((id) => id !== role);
    person.membership = { ...person.membership, roles: new Set(roles) };
  }
  await site.product.sandbox.deleteRole(role);
}

describe('a role deleted in Discord that 40 % of the people hold', () => {
  let held: number;

  it('has the run held, which names the mapping and the people, and takes nothing', async () => {
    const before = await site.tables.facts();
    await deleteRole(TO_DELETE);
    const run = await site.runs.ended((await site.runs.start()).id);
    held = run.id;

    expect(run).toMatchObject({ state: 'held', removals: holders.length * 2, removed: 0, unenrolled: 0 });
    const stop = run.stops.find(({ mappingId }) => mappingId === mapping.id);
    expect(stop).toMatchObject({ people: holders.length, removals: holders.length * 2 });
    const items = await site.runs.items(held);
    expect(new Set(items.map(({ userId }) => userId))).toEqual(new Set(holders.map(({ userId }) => userId)));
    expect(new Set(items.map(({ because, state }) => `${because} ${state}`))).toEqual(
      new Set(['discord_role_deleted waiting']),
    );
    expect(await site.tables.facts()).toEqual(before);
  });

  it('is not got round by a bot that pushes what it sees', async () => {
    const [holder] = holders;
    if (!holder) throw new Error('Nobody holds the role.');
    const answer = await site.bot.syncRoles(holder.discordId, [...holder.membership.roles]);

    expect(answer).toMatchObject({ unenrolled: 0 });
    const facts = await site.tables.facts();
    expect(
      [...facts].filter((fact) => fact.startsWith(`${holder.userId} `) && fact.includes(`in ${COURSE} by us`)),
    ).toHaveLength(2);
  });

  it('takes, once approved on the command line, from those only who did not get it back by another mapping', async () => {
    await map(OTHER, COURSE);
    const kept = holders.slice(0, holders.length / 10);
    await site.giveRoles(kept, ({ membership: { roles } }) => new Set([...roles, OTHER]));
    const before = await site.tables.facts();
    await site.product.cli('api', 'run:approve', String(held));
    const run = await site.runs.ended(held);
    site.world.settle();

    expect(run).toMatchObject({
      state: 'completed',
      removed: (holders.length - kept.length) * 2,
      spared: kept.length * 2,
      decidedBy: null,
    });
    expect(await firstDeviations(site)).toEqual([]);
    const after = await site.tables.facts();
    const ofKept = (fact: string) => kept.some(({ userId }) => fact.startsWith(`${userId} `));
    expect([...before].filter((fact) => ofKept(fact) && !after.has(fact))).toEqual([]);
  });

  it('may be decided once', async () => {
    expect((await site.client.post(`/api/v1/sync/runs/${held}/approve`)).status).toBe(409);
    expect((await site.client.post(`/api/v1/sync/runs/${held}/reject`)).status).toBe(409);
    await expect(site.product.cli('api', 'run:reject', String(held))).rejects.toThrow();
  });
});

describe('a held run that is rejected', () => {
  beforeAll(async () => {
    await map(LATER, LATER_COURSE);
    await site.giveRoles(holders, ({ membership: { roles } }) => new Set([...roles, LATER]));
    await site.synchronised();
    await deleteRole(LATER);
  });

  it.each(['over HTTP', 'on the command line'])('takes nothing from anybody, %s', async (how) => {
    const before = await site.tables.facts();
    const { id, state } = await site.runs.ended((await site.runs.start()).id);
    expect(state).toBe('held');
    if (how === 'over HTTP') await site.runs.decide(id, 'reject');
    else await site.product.cli('api', 'run:reject', String(id));

    expect((await site.runs.get(id)).state).toBe('rejected');
    expect(await site.tables.facts()).toEqual(before);
  });

  it('is followed by another that waits again, and one decision wins where two come at once', async () => {
    const { id } = await site.runs.ended((await site.runs.start()).id);
    const answers = await Promise.all(
      ['approve', 'reject', 'approve', 'reject'].map((decision) =>
        site.client.post(`/api/v1/sync/runs/${id}/${decision}`),
      ),
    );

    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    const run = await site.runs.ended(id);
    if (run.state === 'rejected') {
      const next = await site.runs.ended((await site.runs.start()).id);
      await site.runs.decide(next.id, 'approve');
      expect((await site.runs.ended(next.id)).state).toBe('completed');
    }
    site.world.settle();
    expect(await firstDeviations(site)).toEqual([]);
  });
});
