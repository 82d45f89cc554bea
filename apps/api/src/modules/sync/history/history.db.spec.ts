import type { ChangeDto, PageOf } from '@pulsetech/contracts';
import type { Browser } from '../../../../test/browser.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { countingStatements } from '../../../../test/counting-statements.js';
import { SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { insertRows } from '../ledger/sql.js';
import { HistoryService } from './history.service.js';

const MANY = 100_000;

describe('the history', () => {
  let fixture: SyncFixture;
  let manager: Browser;
  let [one, other]: Linked[] = [];
  let [first, second]: number[] = [];
  let role: string;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    manager = await fixture.site.browserOf(await fixture.site.manager());
    role = fixture.role();
    fixture.site.billing.roles.set(role, 'Premium Member');
    [first, second] = [await fixture.course('Advanced Topics'), await fixture.course('Staff Training')];
    const cohortId = await fixture.cohort();
    await fixture.mapping({ discordRoleId: role, courseId: first, cohortId });
    await fixture.mapping({ discordRoleId: role, courseId: second });
    await manager.get('/api/v1/mappings');
    [one, other] = [await fixture.linked(), await fixture.linked()];
    for (const person of [one, other]) await fixture.see(person, [role], 'login');
    await fixture.see(one, []);
  }, 120_000);
  closeAfterAll(() => fixture);

  const list = async (query = ''): Promise<PageOf<ChangeDto>> => {
    const response = await manager.get(`/api/v1/sync/changes${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as PageOf<ChangeDto>;
  };

  it('tells of each change what happened, to whom and why, the newest first', async () => {
    const { items, total, next } = await list();
    expect([items.length, total, next]).toEqual([9, 9, null]);
    expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).sort((a, b) => b - a));
    expect(items.at(-1)).toMatchObject({
      userName: 'Per Son',
      action: 'granted',
      kind: 'role',
      target: 'Advanced Topics',
      role: 'Student',
      cause: 'login',
      runId: null,
      sentence: expect.stringMatching(/^Enrolled in “Advanced Topics” as Student.*\(at sign-in\)\.$/) as string,
    });
  });

  it('is narrowed by person, course, action, cause and run', async () => {
    const totals = async (query: string): Promise<number> => (await list(query)).total;
    expect(await totals(`?userId=${other?.userId ?? 0}`)).toBe(3);
    expect(await totals(`?courseId=${second ?? 0}`)).toBe(3);
    expect(await totals(`?userId=${one?.userId ?? 0}&action=revoked`)).toBe(3);
    expect(await totals('?cause=webservice')).toBe(3);
    expect(await totals('?runId=77')).toBe(0);
    expect(await totals(`?courseId=${first ?? 0}&cause=login&action=granted`)).toBe(2);
  });

  it('comes page by page, without doubles or gaps', async () => {
    const ids: number[] = [];
    for (let query = '?limit=4'; ;) {
      const { items, next } = await list(query);
      ids.push(...items.map(({ id }) => id));
      if (next === null) break;
      query = `?limit=4&before=${next}`;
    }
    expect(ids).toEqual((await list()).items.map(({ id }) => id));
  });

  it('takes a few statements, however many people it names', async () => {
    const service = fixture.site.app.get(HistoryService);
    await service.page({});
    const { statements } = await countingStatements(fixture.site.dataSource, () => service.page({ limit: 9 }));
    expect(statements).toBeLessThanOrEqual(8);
  });

  it.each(['?userId=x', '?action=erased', '?before=0', '?limit=100000', '?cause=%27', '?colour=red'])(
    'refuses a question that it does not understand: %s',
    async (query) => {
      expect((await manager.get(`/api/v1/sync/changes${query}`)).status).toBe(400);
    },
  );

  it('is for managers only, also as a file', async () => {
    const learner = await fixture.site.browserOf(await fixture.site.user());
    for (const path of ['changes', 'changes.csv', 'runs/1/changes.csv']) {
      expect((await learner.get(`/api/v1/sync/${path}`)).status).toBe(403);
      expect((await fixture.site.browser().get(`/api/v1/sync/${path}`)).status).toBe(401);
    }
  });

  it('names people who were deleted, and roles that are gone, by what is left of them', async () => {
    const gone = await fixture.linked();
    await fixture.see(gone, [role]);
    await fixture.site.deleteUser(gone.user);
    const { items } = await list(`?userId=${gone.userId}`);
    expect(items[0]?.userName).toBe(`deleted user ${gone.userId}`);
  });

  it('can be taken along as a file for spreadsheets', async () => {
    const response = await manager.get(`/api/v1/sync/changes.csv?userId=${other?.userId ?? 0}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="changes.csv"');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString('utf8').trimEnd().split('\r\n')).toHaveLength(4);
    expect((await manager.get('/api/v1/sync/changes.csv?userId=x')).status).toBe(400);
  });

  it('of one run is a file of its own', async () => {
    const response = await manager.get('/api/v1/sync/runs/77/changes.csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="changes-of-run-77.csv"');
    expect((await response.text()).trimEnd().split('\r\n')).toHaveLength(1);
  });

  it('of a hundred thousand changes is exported piece by piece, as fast as the reader takes it', async () => {
    const row = [
      one?.userId ?? 0,
      'granted',
      'role',
      first ?? 0,
      5,
      null,
      'schedule',
      999,
      fixture.site.clock.nowSeconds(),
    ];
    const columns = ['userid', 'action', 'kind', 'targetid', 'roleid', 'mappingid', 'cause', 'runid', 'timecreated'];
    await fixture.site.dataSource.transaction((tx) =>
      insertRows(tx, 'sync_changes', columns, Array<typeof row>(MANY).fill(row)),
    );
    const service = fixture.site.app.get(HistoryService);
    let [lines, longest] = [0, 0];
    for await (const piece of service.csv({ runId: 999 })) {
      lines += piece.split('\r\n').length - 1;
      longest = Math.max(longest, piece.length);
    }
    expect(lines).toBe(MANY + 1);
    expect(longest).toBeLessThan(1_000_000);
    const response = await manager.get('/api/v1/sync/runs/999/changes.csv');
    expect((await response.text()).split('\r\n')).toHaveLength(MANY + 2);
    const { items, total } = await list('?runId=999&limit=2');
    expect([items.length, total]).toEqual([2, MANY]);
  }, 120_000);
});
