import { setTimeout as sleep } from 'node:timers/promises';
import type { PageOf, RunDto, RunFiguresDto, RunItemDto, RunProblemDto } from '@pulsetech/contracts';
import type { Browser } from '../../../../test/browser.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { RunEvents } from './review/run-events.js';
import { RunPace } from './waiting/run-pace.js';

const RUNS = '/api/v1/sync/runs';

describe('runs over HTTP', () => {
  let runs: RunFixture;
  let admin: Browser;
  let learner: Browser;

  beforeAll(async () => {
    runs = await RunFixture.start(4);
    await runs.sync.site.settings({ removalStopCount: 1, removalStopShare: 10 });
    admin = await runs.sync.site.browserOf(await runs.sync.site.manager({ firstname: 'Ada', lastname: 'Min' }));
    learner = await runs.sync.site.browserOf(await runs.sync.site.user());
  }, 120_000);
  closeAfterAll(() => runs);

  const read = async <T>(path: string): Promise<T> => {
    const response = await admin.get(`${RUNS}${path}`);
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const post = async (path: string, body?: object): Promise<{ status: number; run: RunDto }> => {
    runs.sync.site.clock.advanceSeconds(1);
    const response = await admin.change('POST', `${RUNS}${path}`, body);
    return { status: response.status, run: (await response.json()) as RunDto };
  };
  /** What the browser is told until the run ends, read as server-sent events are. */
  const story = async (id: number): Promise<RunDto[]> => {
    const response = await admin.get(`${RUNS}/${id}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('data: '));
    return events.map((event) => JSON.parse(event.slice('data: '.length)) as RunDto);
  };

  it('are begun, followed to their end, held, reviewed, approved and undone', async () => {
    const { status, run } = await post('', {});
    expect(status).toBe(202);
    expect(run).toMatchObject({ state: 'running', cause: 'manual', dry: false, startedBy: 'Ada Min' });
    const told = await story(run.id);
    expect(told.at(-1)).toMatchObject({ id: run.id, state: 'completed', enrolled: 4 });

    runs.says([0, 1], []);
    const next = (await post('')).run;
    expect((await story(next.id)).at(-1)).toMatchObject({ state: 'held', removals: 2 });
    const first = await read<PageOf<RunItemDto>>(`/${next.id}/items?state=waiting&action=revoke&limit=1`);
    expect(first).toMatchObject({ total: 2, items: [{ userName: 'Per Son', target: 'Introduction to Programming' }] });
    const second = await read<PageOf<RunItemDto>>(`/${next.id}/items?limit=1&after=${String(first.next)}`);
    expect(second).toMatchObject({ total: 2, next: null });
    expect(second.items[0]?.userId).not.toBe(first.items[0]?.userId);
    expect(await read<PageOf<RunItemDto>>(`/${next.id}/items?search=nobody`)).toMatchObject({ total: 0, items: [] });
    const found = await read<PageOf<RunItemDto>>(`/${next.id}/items?search=PER&limit=1`);
    expect(found).toMatchObject({
      total: 2,
      items: [{ reason: 'No longer holds the Discord role.', role: 'Student' }],
    });
    expect(await read<PageOf<RunItemDto>>(`/${next.id}/items?search=${String(runs.person(1).userId)}`)).toMatchObject({
      total: 1,
    });
    expect((await read<RunFiguresDto>(`/${next.id}/figures`)).courses).toMatchObject([{ toTake: 2 }]);
    expect(await read<RunProblemDto[]>(`/${next.id}/problems`)).toEqual([]);

    const approved = await post(`/${next.id}/approve`);
    expect(approved).toMatchObject({ status: 202, run: { state: 'running', decidedBy: 'Ada Min' } });
    expect((await story(next.id)).at(-1)).toMatchObject({ state: 'completed', removed: 2, undoable: true });
    expect((await post(`/${next.id}/approve`)).status).toBe(409);

    const undoing = await post(`/${next.id}/undo`);
    expect(undoing).toMatchObject({ status: 202, run: { cause: 'undo', undoes: next.id } });
    expect((await story(undoing.run.id)).at(-1)).toMatchObject({ state: 'completed', enrolled: 2 });
    const listed = await read<RunDto[]>('?limit=2');
    expect(listed.map(({ id }) => id)).toEqual([undoing.run.id, next.id]);
    expect((await read<RunDto[]>(`?before=${next.id}`)).map(({ id }) => id)).toEqual([run.id]);
  }, 30_000);

  it('are planned only, and rejected', async () => {
    const dry = (await post('', { dry: true })).run;
    expect((await story(dry.id)).at(-1)).toMatchObject({ state: 'completed', dry: true, removals: 2 });
    const held = (await post('', { dry: false })).run;
    await story(held.id);
    expect(await post(`/${held.id}/reject`)).toMatchObject({ status: 200, run: { state: 'rejected' } });
    expect((await post(`/${held.id}/stop`)).status).toBe(409);
  }, 30_000);

  it('are followed only as long as the session goes on, and by so many pages at once', async () => {
    const manager = await runs.sync.site.manager();
    const other = await runs.sync.site.browserOf(manager);
    const pace = runs.sync.site.app.get(RunPace);
    [pace.patienceMs, pace.pollsMs] = [60_000, [200]];
    runs.billing.snapshotPolls = 1_000_000;
    const { run } = await post('', {});

    const events = runs.sync.site.app.get(RunEvents);
    const asker = { userId: manager.id, stillMay: () => Promise.resolve(true) };
    const pages = await Promise.all(Array.from({ length: 20 }, () => events.follow(run.id, asker)));
    expect((await other.get(`${RUNS}/${run.id}/events`)).status).toBe(429);
    for (const page of pages) page.destroy();

    events.lookWhoMs = 0;
    const followed = jest.spyOn(events, 'follow');
    const told = other.get(`${RUNS}/${run.id}/events`);
    while (followed.mock.results.length === 0) await sleep(20);
    await runs.sync.site.app.get(SessionsService).endForUser(manager.id);
    // It ends although the run goes on.
    expect((await told).status).toBe(200);
    expect(await read<RunDto>(`/${run.id}`)).toMatchObject({ state: 'running' });
    events.lookWhoMs = 30_000;
    runs.billing.snapshotPolls = 0;
    await story(run.id);
  }, 30_000);

  it('refuse what they do not know', async () => {
    expect((await admin.change('POST', RUNS, { dry: 'yes' })).status).toBe(400);
    expect((await admin.change('POST', RUNS, { force: true })).status).toBe(400);
    for (const path of ['?limit=0', '?limit=x', '/1/items?state=odd', '/1/items?after=1;DROP', '/x'])
      expect((await admin.get(`${RUNS}${path}`)).status).toBe(400);
    for (const path of ['/4711', '/4711/events', '/4711/items', '/4711/figures', '/4711/problems'])
      expect((await admin.get(`${RUNS}${path}`)).status).toBe(404);
    for (const action of ['approve', 'reject', 'undo', 'stop'])
      expect((await admin.change('POST', `${RUNS}/4711/${action}`)).status).toBe(404);
  });

  it('are nobody’s business who does not manage the site', async () => {
    for (const path of ['', '/1', '/1/events', '/1/items', '/1/figures', '/1/problems'])
      expect((await learner.get(`${RUNS}${path}`)).status).toBe(403);
    for (const path of ['', '/1/approve', '/1/reject', '/1/undo', '/1/stop'])
      expect((await learner.change('POST', `${RUNS}${path}`)).status).toBe(403);
  });
});
