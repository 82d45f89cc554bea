import { Injectable } from '@nestjs/common';
import type { RunItemState } from '@pulsetech/contracts';
import type { Because, GrantKey, ReasonedRemovals } from '@pulsetech/domain';
import { DataSource, type EntityManager } from 'typeorm';
import { pieces, placeholders, upsertSql } from '../ledger/sql.js';
import { byUser } from './by-user.js';
import { cutText } from './cut-text.js';

/** One thing that a run collected to take from a user, or that a dry run would give or take. */
export interface RunItem extends GrantKey {
  readonly userId: number;
  readonly action: 'grant' | 'revoke';
  readonly mappingId: number | null;
  readonly because: Because;
  readonly state: RunItemState;
  readonly detail: string | null;
}

const TABLE = {
  name: 'sync_run_items',
  columns: ['runid', 'userid', 'kind', 'targetid', 'roleid', 'action', 'mappingid', 'because', 'state', 'detail'],
  key: ['runid', 'userid', 'kind', 'targetid', 'roleid'],
};
const CHANGES = {
  action: 'new.action',
  mappingid: 'new.mappingid',
  because: 'new.because',
  state: 'new.state',
  detail: 'new.detail',
};
const ROWS_PER_STATEMENT = 1000;
/** The columns of an item. */
export const ITEM = `userid AS userId, kind, targetid AS targetId, roleid AS roleId, action, mappingid AS mappingId, because,
  state, detail`;
const OPEN = "state IN ('waiting', 'planned')";
/** What the LMS held before this system came is forgotten, not taken: nobody loses by it. */
const TAKES = `EXISTS (SELECT 1 FROM sync_grants g WHERE g.userid = sync_run_items.userid
  AND g.kind = sync_run_items.kind AND g.targetid = sync_run_items.targetid AND g.roleid = sync_run_items.roleid
  AND g.origin = 'granted')`;

/** The table `sync_run_items`. */
@Injectable()
export class RunItemsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores items, or what became of those that are stored. */
  async put(tx: EntityManager, runId: number, items: readonly RunItem[]): Promise<void> {
    for (const piece of pieces(items, ROWS_PER_STATEMENT)) {
      const values = piece.flatMap((item) => [
        ...[runId, item.userId, item.kind, item.targetId, item.roleId],
        ...[item.action, item.mappingId, item.because, item.state, item.detail && cutText(item.detail)],
      ]);
      await tx.query(upsertSql(this.dataSource, TABLE, CHANGES, piece.length), values);
    }
  }

  async clear(tx: EntityManager, runId: number): Promise<void> {
    await tx.query('DELETE FROM sync_run_items WHERE runid = ?', [runId]);
  }

  /** What still waits is settled in one for everybody. */
  async settleWaiting(tx: EntityManager, runId: number, state: RunItemState, detail: string | null): Promise<void> {
    await tx.query("UPDATE sync_run_items SET state = ?, detail = ? WHERE runid = ? AND state = 'waiting'", [
      ...[state, detail, runId],
    ]);
  }

  /** How many were done and spared. */
  async settled(tx: EntityManager, runId: number): Promise<{ removed: number; spared: number }> {
    const rows = await tx.query<{ state: RunItemState; n: number }[]>(
      "SELECT state, COUNT(*) AS n FROM sync_run_items WHERE runid = ? AND state IN ('done', 'spared') GROUP BY state",
      [runId],
    );
    const count = (state: RunItemState): number => Number(rows.find((row) => row.state === state)?.n ?? 0);
    return { removed: count('done'), spared: count('spared') };
  }

  /** Users from whom something is still to be taken, the lowest ids first. */
  async usersAfter(runId: number, userId: number, limit: number, because?: Because): Promise<number[]> {
    const only = because === undefined ? '' : 'AND because = ?';
    const rows = await this.dataSource.query<{ userid: number }[]>(
      `SELECT DISTINCT userid FROM sync_run_items
        WHERE runid = ? AND action = 'revoke' AND ${OPEN} AND userid > ? ${only} ORDER BY userid LIMIT ${limit}`,
      because === undefined ? [runId, userId] : [runId, userId, because],
    );
    return rows.map(({ userid }) => userid);
  }

  /** What is still to be taken from these users, by user. */
  async openOf(runId: number, userIds: readonly number[]): Promise<Map<number, RunItem[]>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.dataSource.query<RunItem[]>(
      `SELECT ${ITEM} FROM sync_run_items
        WHERE runid = ? AND userid IN (${placeholders(userIds.length)}) AND action = 'revoke' AND ${OPEN}`,
      [runId, ...userIds],
    );
    return byUser(rows);
  }

  /** How many people something is still to be taken from, or forgotten of, because of this or of anything. */
  people(runId: number, because?: Because): Promise<number> {
    return this.countPeople(runId, '', because);
  }

  /** How many people lose something that this system gave them. */
  losers(runId: number, because?: Because): Promise<number> {
    return this.countPeople(runId, `AND ${TAKES}`, because);
  }

  /** How many removals were collected, whatever became of them. */
  async collected(runId: number): Promise<number> {
    const [row] = await this.dataSource.query<{ n: number }[]>(
      "SELECT COUNT(*) AS n FROM sync_run_items WHERE runid = ? AND action = 'revoke'",
      [runId],
    );
    return Number(row?.n ?? 0);
  }

  /** The removals that still stand and take something from somebody, in groups. */
  async removals(runId: number): Promise<ReasonedRemovals[]> {
    const rows = await this.dataSource.query<ReasonedRemovals[]>(
      `SELECT mappingid AS mappingId, kind, targetid AS targetId, roleid AS roleId, because, COUNT(*) AS count
         FROM sync_run_items WHERE runid = ? AND action = 'revoke' AND ${OPEN} AND ${TAKES}
        GROUP BY mappingid, kind, targetid, roleid, because`,
      [runId],
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }

  /** People who lose something, because of this or of anything, by mapping; without a mapping, by what it is about. */
  async peopleByMapping(
    runId: number,
    because?: Because,
  ): Promise<(GrantKey & { mappingId: number | null; people: number })[]> {
    const only = because === undefined ? '' : 'AND because = ?';
    const rows = await this.dataSource.query<(GrantKey & { mappingId: number | null; people: number })[]>(
      `SELECT mappingId, kind, targetId, roleId, COUNT(DISTINCT userid) AS people
         FROM (SELECT userid, mappingid AS mappingId,
                      CASE WHEN mappingid IS NULL THEN kind ELSE 'role' END AS kind,
                      CASE WHEN mappingid IS NULL THEN targetid ELSE 0 END AS targetId,
                      CASE WHEN mappingid IS NULL THEN roleid ELSE 0 END AS roleId
                 FROM sync_run_items WHERE runid = ? AND action = 'revoke' AND ${OPEN} AND ${TAKES} ${only}) i
        GROUP BY mappingId, kind, targetId, roleId`,
      because === undefined ? [runId] : [runId, because],
    );
    return rows.map((row) => ({ ...row, people: Number(row.people) }));
  }

  private async countPeople(runId: number, which: string, because?: Because): Promise<number> {
    const only = because === undefined ? which : `${which} AND because = ?`;
    const [row] = await this.dataSource.query<{ n: number }[]>(
      `SELECT COUNT(DISTINCT userid) AS n FROM sync_run_items WHERE runid = ? AND action = 'revoke' AND ${OPEN} ${only}`,
      because === undefined ? [runId] : [runId, because],
    );
    return Number(row?.n ?? 0);
  }
}
