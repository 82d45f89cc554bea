import type { ChangeDto, PageOf, RunDto, WhyDto } from '@pulsetech/contracts';
import type { Person } from './model/person.js';
import { discordRole, FIRST_COURSE } from './model/simulated-ids.js';
import { firstDeviations } from './settled-state.js';
import { SimulatedSite } from './simulated-site.js';

const USERS = 300;
const CHANGED = 60;
const [LOST, GAINED] = [discordRole(5), discordRole(6)];

let site: SimulatedSite;
let changed: Person[];
let before: Set<string>;
let real: RunDto;

beforeAll(async () => {
  site = await SimulatedSite.start(USERS, 7);
  await site.admin.save({ removalStopCount: 1_000_000, removalStopShare: 100 });
  const members = site.world.people.filter(({ membership }) => membership.in);
  changed = members.slice(0, CHANGED);
  await site.giveRoles(changed, () => new Set([LOST]));
  await site.hand.look();
  await site.synchronised();
  before = await site.tables.facts();
  await site.giveRoles(changed, () => new Set([GAINED]));
});
afterAll(() => site.close());

describe('a dry run', () => {
  it('tells what a run would do, and does nothing of it', async () => {
    const run = await site.runs.ended((await site.runs.start({ dry: true })).id);
    const items = await site.runs.items(run.id);

    expect(run).toMatchObject({ state: 'completed', dry: true, enrolled: 0, unenrolled: 0, undoable: false });
    expect(new Set(items.map(({ userId }) => userId))).toEqual(new Set(changed.map(({ userId }) => userId)));
    expect(new Set(items.map(({ action, state }) => `${action} ${state}`))).toEqual(
      new Set(['grant planned', 'revoke planned']),
    );
    expect(await site.tables.facts()).toEqual(before);
  });

  it('ends on the command line with what it found', async () => {
    const printed = await site.product.cli('api', 'task:run', 'sync_all_users', '--dry', '--wait');

    expect(printed).toMatch(/dry/);
    expect(printed).toContain(`${CHANGED * 2} collected`);
    expect(await site.tables.facts()).toEqual(before);
  });
});

describe('a run', () => {
  it('tells how it goes on, at once and until its end', async () => {
    const { id } = await site.runs.start();
    const told = await followed(id);
    real = await site.runs.ended(id);
    site.world.settle();

    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)).toMatchObject({ id, state: 'completed' });
    expect(await firstDeviations(site)).toEqual([]);
  });

  it('stands with each change and its reason in a file for a spreadsheet', async () => {
    const { status, headers, body } = await site.client.get<string>(`/api/v1/sync/runs/${real.id}/changes.csv`);
    const lines = body.trimEnd().split('\r\n');
    const { total } = (await site.client.get<PageOf<ChangeDto>>(`/api/v1/sync/changes?runId=${real.id}&limit=1`)).body;

    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(lines.length - 1).toBe(total);
    expect(total).toBeGreaterThanOrEqual(CHANGED * 2);
    for (const { userId } of changed)
      expect(lines.some((line) => line.includes(`sim${userId}`) || line.includes(String(userId)))).toBe(true);
  });

  it('answers for a person why they have one course and lost another', async () => {
    const [person] = changed;
    const why = async (course: number) =>
      (await site.client.get<WhyDto>(`/api/v1/sync/why?userId=${person?.userId ?? 0}&courseId=${course}`)).body;
    const [gained, lost] = [await why(FIRST_COURSE + 6), await why(FIRST_COURSE + 5)];

    expect(gained).toMatchObject({ enrolment: 'active', observation: { state: 'member' } });
    expect(gained.chains.find(({ holdsDiscordRole }) => holdsDiscordRole)).toMatchObject({
      grant: { origin: 'granted', state: 'active' },
      lastChange: { action: 'granted', because: 'role_held', runId: real.id },
    });
    expect(lost).toMatchObject({ enrolment: 'none' });
    expect(lost.chains[0]).toMatchObject({
      holdsDiscordRole: false,
      grant: null,
      lastChange: { action: 'revoked', because: 'role_lost', runId: real.id },
    });
  });

  it('can be undone from its recorded changes, once', async () => {
    expect((await site.runs.get(real.id)).undoable).toBe(true);
    const undo = await site.runs.decide(real.id, 'undo');
    const run = await site.runs.ended(undo.id);

    expect(run).toMatchObject({ state: 'completed', cause: 'undo', undoes: real.id });
    expect(await site.tables.facts()).toEqual(before);
    expect((await site.client.post(`/api/v1/sync/runs/${real.id}/undo`)).status).toBe(409);
  });

  it('does the same again afterwards, because the rules are as they were', async () => {
    expect((await site.synchronised()).state).toBe('completed');
    expect(await firstDeviations(site)).toEqual([]);
  });
});

/** What the server tells of a run, until it ends the stream. */
async function followed(id: number): Promise<RunDto[]> {
  const response = await site.client.stream(`/api/v1/sync/runs/${id}/events`, AbortSignal.timeout(60_000));
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)) as RunDto);
}
