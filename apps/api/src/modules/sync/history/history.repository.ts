import { Injectable } from '@nestjs/common';
import type { ChangeAction, ChangesFilterDto, SyncCause } from '@pulsetech/contracts';
import type { Because, GrantKind } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import type { SqlValue } from '../ledger/sql.js';

/** One recorded change. */
export interface ChangeRow {
  readonly id: number;
  readonly userId: number;
  readonly action: ChangeAction;
  readonly kind: GrantKind;
  readonly targetId: number;
  readonly roleId: number;
  readonly mappingId: number | null;
  readonly cause: SyncCause;
  readonly runId: number | null;
  /** Who began the run by hand. */
  readonly startedBy: number | null;
  readonly because: Because | null;
  readonly discordRoleId: string | null;
  /** Unix seconds. */
  readonly at: number;
}

const COLUMNS = `id, userid AS userId, action, kind, targetid AS targetId, roleid AS roleId, mappingid AS mappingId, cause,
  runid AS runId, (SELECT startedby FROM sync_runs WHERE sync_runs.id = sync_changes.runid) AS startedBy,
  because, discord_role_id AS discordRoleId, timecreated AS at`;

/** The record of changes, as it is read; the newest first. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Changes with an id lower than `before`, by id. */
  page(filter: ChangesFilterDto, before: number | null, limit: number): Promise<ChangeRow[]> {
    const { sql, values } = conditionsOf(filter);
    const where = before === null ? sql : [...sql, 'id < ?'];
    return this.dataSource.query<ChangeRow[]>(
      `SELECT ${COLUMNS} FROM sync_changes ${whereOf(where)} ORDER BY id DESC LIMIT ${limit}`,
      before === null ? values : [...values, before],
    );
  }

  async count(filter: ChangesFilterDto): Promise<number> {
    const { sql, values } = conditionsOf(filter);
    const [row] = await this.dataSource.query<{ n: number | string }[]>(
      `SELECT COUNT(*) AS n FROM sync_changes ${whereOf(sql)}`,
      values,
    );
    return Number(row?.n ?? 0);
  }

  /** The latest change of each thing that one user was given, or lost, in one course. */
  latestOf(userId: number, courseId: number): Promise<ChangeRow[]> {
    return this.dataSource.query<ChangeRow[]>(
      `SELECT ${COLUMNS} FROM sync_changes WHERE id IN (
         SELECT MAX(id) FROM sync_changes
          WHERE userid = ? AND kind IN ('role', 'enrolment') AND targetid = ? GROUP BY kind, roleid)
        ORDER BY id DESC`,
      [userId, courseId],
    );
  }
}

function conditionsOf(filter: ChangesFilterDto): { sql: string[]; values: SqlValue[] } {
  const { userId, courseId, runId, action, cause } = filter;
  const given: [string, SqlValue | undefined][] = [
    ['userid = ?', userId],
    ["kind IN ('role', 'enrolment') AND targetid = ?", courseId],
    ['runid = ?', runId],
    ['action = ?', action],
    ['cause = ?', cause],
  ];
  const used = given.filter((entry): entry is [string, SqlValue] => entry[1] !== undefined);
  return { sql: used.map(([sql]) => sql), values: used.map(([, value]) => value) };
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
