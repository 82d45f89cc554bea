import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { placeholders } from '../ledger/sql.js';

/** An old change, and whether something later made it needless. */
export interface OldChange {
  readonly id: number;
  /** Unix seconds. */
  readonly at: number;
  readonly runId: number | null;
  /** Not the latest change of something that its user still holds. */
  readonly isPast: boolean;
}

const BEING_UNDONE = "SELECT undoes FROM sync_runs WHERE state = 'running' AND undoes IS NOT NULL";

/** What the history consists of, as far as it is old. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs whose changes are needed whole, although some are of before a time (Unix seconds): of those that are under way,
   * wait for a decision, are being undone, ended after it, or came last.
   */
  async runsToKeep(time: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ id: number }[]>(
      `SELECT id FROM sync_runs
        WHERE state IN ('running', 'held') OR COALESCE(timefinished, timestarted) >= ?
           OR id = (SELECT MAX(id) FROM sync_runs) OR id IN (${BEING_UNDONE})`,
      [time],
    );
    return rows.map(({ id }) => id);
  }

  /** The id of the last change before a time (Unix seconds); null when there is none. */
  async lastChangeBefore(time: number): Promise<number | null> {
    const [row] = await this.dataSource.query<{ id: number }[]>(
      'SELECT id FROM sync_changes WHERE timecreated < ? ORDER BY timecreated DESC, id DESC LIMIT 1',
      [time],
    );
    return row?.id ?? null;
  }

  /** Changes by id, after the one and up to the other. */
  async changes(afterId: number, upToId: number, limit: number): Promise<OldChange[]> {
    const rows = await this.dataSource.query<(Omit<OldChange, 'isPast'> & { isPast: number | string })[]>(
      `SELECT c.id, c.timecreated AS at, c.runid AS runId, CASE
         WHEN g.userid IS NULL THEN 1
         WHEN EXISTS (SELECT 1 FROM sync_changes n WHERE n.userid = c.userid AND n.kind = c.kind
                         AND n.targetid = c.targetid AND n.roleid = c.roleid AND n.id > c.id) THEN 1
         ELSE 0 END AS isPast
         FROM sync_changes c
         LEFT JOIN sync_grants g ON g.userid = c.userid AND g.kind = c.kind AND g.targetid = c.targetid AND g.roleid = c.roleid
        WHERE c.id > ? AND c.id <= ? ORDER BY c.id LIMIT ${limit}`,
      [afterId, upToId],
    );
    return rows.map((row) => ({ ...row, isPast: Number(row.isPast) === 1 }));
  }

  async removeChanges(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await this.dataSource.query(`DELETE FROM sync_changes WHERE id IN (${placeholders(ids.length)})`, [...ids]);
  }

  /**
   * Runs that ended before a time (Unix seconds), but for those that are being undone, and the last one, from which the
   * schedule counts.
   */
  async runsEndedBefore(time: number, limit: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ id: number }[]>(
      `SELECT id FROM sync_runs
        WHERE state NOT IN ('running', 'held') AND COALESCE(timefinished, timestarted) < ?
          AND id < (SELECT MAX(id) FROM sync_runs) AND id NOT IN (${BEING_UNDONE}) ORDER BY id LIMIT ${limit}`,
      [time],
    );
    return rows.map(({ id }) => id);
  }

  /** Removes collected items of a run, those of about so many users; tells whether there may be more. */
  async removeItems(runId: number, users: number): Promise<boolean> {
    const [row] = await this.dataSource.query<{ userid: number }[]>(
      `SELECT DISTINCT userid FROM sync_run_items WHERE runid = ? ORDER BY userid LIMIT 1 OFFSET ${users}`,
      [runId],
    );
    const from = row?.userid ?? null;
    const values = from === null ? [runId] : [runId, from];
    await this.dataSource.query(
      `DELETE FROM sync_run_items WHERE runid = ?${from === null ? '' : ' AND userid < ?'}`,
      values,
    );
    return from !== null;
  }

  /** A run without its items, which go first, and its problems, of which there are few. */
  async removeRun(runId: number): Promise<void> {
    await this.dataSource.query('DELETE FROM sync_run_problems WHERE runid = ?', [runId]);
    await this.dataSource.query('DELETE FROM sync_runs WHERE id = ?', [runId]);
  }
}
