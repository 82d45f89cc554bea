import type { ChangeDto, PageOf, RunDto, RunItemDto, SyncUsersDto, SyncUsersResultDto } from '@pulsetech/contracts';
import type { ServerResponse } from 'node:http';
import { ok, refusal, type Answer, type Handler } from './fake-answer.js';
import type { FakeState } from './fake-data.js';
import { figuresOf, itemsOf, newRun, problemsOf, runningRun, whyOf } from './fake-runs.js';

/** What concerns runs, changes and their reasons. */
export function runRoutes(state: FakeState): Readonly<Record<string, Handler>> {
  const one = (id: number, answer: (run: RunDto) => Answer): Answer => {
    const run = state.runs.find((candidate) => candidate.id === id);
    return run ? answer(run) : refusal(404, 'run_not_found', 'There is no run with this number.');
  };
  const change = (id: number, change: Partial<RunDto>): Answer => {
    state.runs = state.runs.map((run) => (run.id === id ? { ...run, ...change } : run));
    return one(id, ok);
  };
  const begin = (run: RunDto): Answer => {
    state.runs = [run, ...state.runs];
    return { status: 202, body: run };
  };
  const decide = (id: number, decision: Partial<RunDto>): Answer =>
    one(id, (run) => {
      if (run.state !== 'held') {
        return refusal(409, 'run_not_held', 'Somebody else has decided about this run already. Load it again.');
      }
      return change(id, { ...decision, decidedBy: 'Ada Admin', decidedAt: Math.floor(Date.now() / 1000) });
    });
  const nextId = (): number => Math.max(0, ...state.runs.map(({ id }) => id)) + 1;
  return {
    'GET /sync/runs': (_body, _id, query) => {
      const before = Number(query.get('before') ?? Infinity);
      return ok(state.runs.filter(({ id }) => id < before).slice(0, Number(query.get('limit') ?? 20)));
    },
    'POST /sync/runs': (body) => {
      const going = state.runs.find((run) => run.state === 'running');
      const { dry = false } = (body ?? {}) as { dry?: boolean };
      if (going && going.dry !== dry) {
        const message = `Synchronisation run ${String(going.id)} is going on. Wait until it has ended, or stop it, then try again.`;
        return refusal(409, 'run_in_progress', message);
      }
      return going ? { status: 202, body: going } : begin(runningRun({ id: nextId(), dry }));
    },
    'GET /sync/runs/:id': (_body, id) => one(id, ok),
    'GET /sync/runs/:id/figures': (_body, id) => one(id, (run) => ok(figuresOf(run))),
    'GET /sync/runs/:id/problems': (_body, id) => one(id, (run) => ok(problemsOf(run))),
    'GET /sync/runs/:id/items': (_body, id, query) => one(id, (run) => ok(pageOfItems(itemsOf(run), query))),
    'POST /sync/runs/:id/approve': (_body, id) => decide(id, { state: 'running', phase: 'remove' }),
    'POST /sync/runs/:id/reject': (_body, id) =>
      decide(id, { state: 'rejected', reason: null, stops: [], finishedAt: Math.floor(Date.now() / 1000) }),
    'POST /sync/runs/:id/stop': (_body, id) =>
      change(id, { state: 'stopped', phase: null, finishedAt: Math.floor(Date.now() / 1000) }),
    'POST /sync/runs/:id/undo': (_body, id) =>
      one(id, (run) => {
        if (!run.undoable) return refusal(409, 'run_not_undoable', 'This run cannot be undone.');
        change(id, { undoable: false });
        return begin(
          newRun({ ...runningRun(), id: nextId(), cause: 'undo', phase: 'undo', undoes: id, membersRead: 0 }),
        );
      }),
    'GET /sync/changes': (_body, _id, query) => ok(pageOfChanges(state.changes, query)),
    'GET /sync/why': (_body, _id, query) => ok(whyOf(Number(query.get('userId')), Number(query.get('courseId')))),
    'GET /link/why': (_body, _id, query) => ok(whyOf(123, Number(query.get('courseId')))),
    'POST /sync/users': (body) => {
      const { userIds } = body as SyncUsersDto;
      const isLinked = userIds[0] !== 77;
      const answer: SyncUsersResultDto = isLinked ? { queued: 1, notLinked: 0 } : { queued: 0, notLinked: 1 };
      return { status: 202, body: answer };
    },
  };
}

function pageOfItems(items: readonly RunItemDto[], query: URLSearchParams): PageOf<RunItemDto> {
  const search = query.get('search')?.toLowerCase() ?? '';
  const wants = (name: string, value: string): boolean => [null, value].includes(query.get(name));
  const found = items.filter(
    ({ userName, target, state, action }) =>
      `${userName} ${target}`.toLowerCase().includes(search) && wants('state', state) && wants('action', action),
  );
  return pageOf(found, Number(query.get('after') ?? 0), Number(query.get('limit') ?? 50));
}

function pageOfChanges(changes: readonly ChangeDto[], query: URLSearchParams): PageOf<ChangeDto> {
  const wants = (name: string, value: string | number | null): boolean =>
    [null, String(value)].includes(query.get(name));
  const found = changes.filter(
    ({ userId, targetId, runId, action, cause }) =>
      wants('userId', userId) &&
      wants('courseId', targetId) &&
      wants('runId', runId) &&
      wants('action', action) &&
      wants('cause', cause),
  );
  return pageOf(found, Number(query.get('before') ?? 0), Number(query.get('limit') ?? 50));
}

function pageOf<T>(found: readonly T[], from: number, limit: number): PageOf<T> {
  const items = found.slice(from, from + limit);
  return { items, total: found.length, next: from + limit < found.length ? String(from + limit) : null };
}

/** The events of a run: how it stands at once and after each change, until it has ended. */
export function sendRunEvents(state: FakeState, id: number, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  let last = '';
  const timer = setInterval(tell, 100);
  response.on('close', () => {
    clearInterval(timer);
  });
  tell();

  function tell(): void {
    const run = state.runs.find((candidate) => candidate.id === id);
    const text = JSON.stringify(run);
    if (run !== undefined && text !== last) response.write(`data: ${text}\n\n`);
    last = text;
    if (run?.state !== 'running') response.end();
  }
}
