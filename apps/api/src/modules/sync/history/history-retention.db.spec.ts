import { closeAfterAll } from '../../../../test/close-after.js';
import { SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { LicenseService } from '../../license/license.service.js';
import { insertRows, type SqlValue } from '../ledger/sql.js';
import { HistoryRetention } from './history-retention.js';

const DAY = 86_400;

describe('keeping the history', () => {
  let fixture: SyncFixture;
  let retention: HistoryRetention;
  let person: Linked;
  let role: string;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    retention = fixture.site.app.get(HistoryRetention);
    await fixture.site.settings({ historyDays: 30 });
    role = fixture.role();
    await fixture.mapping({ discordRoleId: role, courseId: await fixture.course() });
    person = await fixture.linked();
  }, 120_000);
  closeAfterAll(() => fixture);

  const query = <T>(sql: string, values: SqlValue[] = []): Promise<T[]> =>
    fixture.site.dataSource.query<T[]>(sql, values);
  const actions = async (): Promise<string[]> =>
    (await query<{ action: string }>('SELECT action FROM sync_changes ORDER BY id')).map(({ action }) => action);
  const run = async (id: number, state: string, days: number): Promise<void> => {
    const at = fixture.site.clock.nowSeconds() - days * DAY;
    const finished = state === 'running' || state === 'held' ? null : at;
    const columns = ['id', 'cause', 'state', 'timestarted', 'timefinished'];
    const { manager } = fixture.site.dataSource;
    await insertRows(manager, 'sync_runs', columns, [[id, 'schedule', state, at, finished]]);
    const item = ['runid', 'userid', 'kind', 'targetid', 'roleid', 'action', 'because', 'state'];
    await insertRows(manager, 'sync_run_items', item, [[id, 1, 'role', 2, 5, 'revoke', 'role_lost', 'waiting']]);
    await insertRows(manager, 'sync_run_problems', ['runid', 'message'], [[id, 'A problem.']]);
    const change = ['userid', 'action', 'kind', 'targetid', 'roleid', 'cause', 'runid', 'timecreated'];
    await insertRows(manager, 'sync_changes', change, [[1, state, 'role', 2, 5, 'schedule', id, at]]);
  };

  it('deletes what is older than the settings say, but not why somebody has what they have', async () => {
    await fixture.see(person, [role]);
    await fixture.see(person, []);
    await fixture.see(person, [role]);
    expect(await actions()).toEqual(['granted', 'revoked', 'granted']);
    fixture.site.clock.advanceSeconds(29 * DAY);
    expect(await retention.prune()).toEqual({ changes: 0, runs: 0 });
    fixture.site.clock.advanceSeconds(2 * DAY);
    expect(await retention.prune()).toEqual({ changes: 2, runs: 0 });
    expect(await actions()).toEqual(['granted']);
    expect(await retention.prune()).toEqual({ changes: 0, runs: 0 });
    // Nothing is taken while the licence does not count.
    await fixture.site.app.get(LicenseService).verify();
    await fixture.see(person, []);
    expect(await retention.prune()).toEqual({ changes: 1, runs: 0 });
    expect(await actions()).toEqual(['revoked']);
  });

  it('deletes old runs with all that belongs to them, never one that runs or waits for a decision, nor the last', async () => {
    await query('DELETE FROM sync_changes');
    await run(1, 'completed', 40);
    await run(2, 'held', 40);
    await run(3, 'running', 40);
    await run(4, 'completed', 20);
    await run(5, 'rejected', 40);
    await run(6, 'completed', 40);
    expect(await retention.prune()).toEqual({ changes: 2, runs: 2 });
    for (const table of ['sync_run_items', 'sync_run_problems']) {
      const rows = await query<{ runid: number }>(`SELECT runid FROM ${table} ORDER BY runid`);
      expect(rows.map(({ runid }) => runid)).toEqual([2, 3, 4, 6]);
    }
    const runs = await query<{ id: number }>('SELECT id FROM sync_runs ORDER BY id');
    expect(runs.map(({ id }) => id)).toEqual([2, 3, 4, 6]);
    expect((await actions()).sort()).toEqual(['completed', 'completed', 'held', 'running']);
  });

  it('keeps all changes of a run that ended lately, or that is being undone, so that undoing is never of a part', async () => {
    for (const table of ['sync_changes', 'sync_runs']) await query(`DELETE FROM ${table}`);
    for (const id of [11, 12, 13, 14]) await run(id, 'completed', 40);
    await query('UPDATE sync_runs SET timefinished = ? WHERE id = 12', [fixture.site.clock.nowSeconds() - 29 * DAY]);
    await query("UPDATE sync_runs SET state = 'running', timefinished = NULL, undoes = 13 WHERE id = 14");
    expect(await retention.prune()).toEqual({ changes: 1, runs: 1 });
    const runs = await query<{ runid: number }>('SELECT runid FROM sync_changes ORDER BY runid');
    expect(runs.map(({ runid }) => runid)).toEqual([12, 13, 14]);
    await query('DELETE FROM sync_runs');
  });

  it('works in pieces, so that many old changes hold up nobody', async () => {
    await query('DELETE FROM sync_changes');
    const at = fixture.site.clock.nowSeconds() - 40 * DAY;
    const columns = ['userid', 'action', 'kind', 'targetid', 'roleid', 'cause', 'timecreated'];
    const rows = Array.from({ length: 12_000 }, (_, i) => [50_000 + i, 'granted', 'role', 2, 5, 'schedule', at]);
    await fixture.site.dataSource.transaction((tx) => insertRows(tx, 'sync_changes', columns, rows));
    const [first, second] = await Promise.all([retention.prune(), retention.prune()]);
    expect(first.changes + second.changes).toBe(12_000);
  });
});
