import { Injectable } from '@nestjs/common';
import type { RunItemsQueryDto } from '@pulsetech/contracts';
import type { GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import type { SqlValue } from '../../ledger/sql.js';
import { ITEM, type RunItem } from '../run-items.repository.js';

export interface ItemPlace extends GrantKey {
  readonly userId: number;
}

type Filter = Pick<RunItemsQueryDto, 'state' | 'action'>;

const AFTER = `(userid > ? OR (userid = ? AND (kind > ? OR (kind = ? AND (targetid > ? OR (targetid = ? AND roleid > ?))))))`;

/** The items of a run as they are listed: by user, then by what they are about. */
@Injectable()
export class RunItemsListRepository {
  constructor(private readonly dataSource: DataSource) {}

  async after(runId: number, filter: Filter, place: ItemPlace | null, limit: number): Promise<RunItem[]> {
    const { condition, values } = where(runId, filter);
    const from = place === null ? '' : `AND ${AFTER}`;
    const start = place === null ? [] : valuesOf(place);
    return this.dataSource.query<RunItem[]>(
      `SELECT ${ITEM} FROM sync_run_items WHERE ${condition} ${from}
        ORDER BY userid, kind, targetid, roleid LIMIT ${limit}`,
      [...values, ...start],
    );
  }

  async count(runId: number, filter: Filter): Promise<number> {
    const { condition, values } = where(runId, filter);
    const [row] = await this.dataSource.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM sync_run_items WHERE ${condition}`,
      values,
    );
    return Number(row?.n ?? 0);
  }
}

function where(runId: number, { state, action }: Filter): { condition: string; values: SqlValue[] } {
  const conditions = [
    'runid = ?',
    ...(state === undefined ? [] : ['state = ?']),
    ...(action === undefined ? [] : ['action = ?']),
  ];
  return {
    condition: conditions.join(' AND '),
    values: [runId, ...[state, action].filter((one) => one !== undefined)],
  };
}

function valuesOf({ userId, kind, targetId, roleId }: ItemPlace): SqlValue[] {
  return [userId, userId, kind, kind, targetId, targetId, roleId];
}
