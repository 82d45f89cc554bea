import { Injectable } from '@nestjs/common';
import type { ChangeAction } from '@pulsetech/contracts';
import { grantId, type Because, type GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { placeholders } from '../../ledger/sql.js';
import type { Reversal } from '../../user/sync.types.js';
import { byUser } from '../by-user.js';
import { IS_REVERSIBLE, isReversible } from '../reversible.js';

/** A recorded change of a run that is to be undone, and how it stands: as that run left it, undone, or changed by others. */
export interface UndoneChange extends Reversal {
  readonly userId: number;
  readonly standing: 'as_left' | 'undone' | 'changed';
}

interface Row extends GrantKey {
  readonly id: number;
  readonly userId: number;
  readonly runId: number | null;
  readonly action: ChangeAction;
  readonly mappingId: number | null;
  readonly discordRoleId: string | null;
  readonly because: Because | null;
  readonly at: number;
}

/** What a run changed, to be reversed. */
@Injectable()
export class UndoneChangesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async people(runId: number): Promise<number> {
    const [row] = await this.dataSource.query<{ n: number }[]>(
      `SELECT COUNT(DISTINCT userid) AS n FROM sync_changes WHERE runid = ? AND ${IS_REVERSIBLE}`,
      [runId],
    );
    return Number(row?.n ?? 0);
  }

  async usersAfter(runId: number, userId: number, limit: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ userid: number }[]>(
      `SELECT DISTINCT userid FROM sync_changes WHERE runid = ? AND ${IS_REVERSIBLE} AND userid > ?
        ORDER BY userid LIMIT ${limit}`,
      [runId, userId],
    );
    return rows.map(({ userid }) => userid);
  }

  /** The last change of each thing by the run `undone`, by user; `undoing` is the run that reverses them. */
  async of(undone: number, undoing: number, userIds: readonly number[]): Promise<Map<number, UndoneChange[]>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.dataSource.query<Row[]>(
      `SELECT id, userid AS userId, runid AS runId, action, kind, targetid AS targetId, roleid AS roleId,
              mappingid AS mappingId, discord_role_id AS discordRoleId, because,
              timecreated AS at
         FROM sync_changes
        WHERE userid IN (${placeholders(userIds.length)})
          AND id >= (SELECT MIN(id) FROM sync_changes WHERE runid = ?)
        ORDER BY id`,
      [...userIds, undone],
    );
    const last = new Map<string, UndoneChange>();
    for (const row of rows) {
      const id = `${row.userId} ${grantId(row)}`;
      const before = last.get(id);
      if (row.runId === undone) {
        if (isReversible(row.action)) last.set(id, toChange(row));
        else last.delete(id);
      } else if (before) {
        last.set(id, { ...before, standing: row.runId === undoing ? 'undone' : 'changed' });
      }
    }
    return byUser([...last.values()]);
  }
}

function toChange({
  userId,
  action,
  kind,
  targetId,
  roleId,
  mappingId,
  discordRoleId,
  because,
  at,
}: Row): UndoneChange {
  const key = { kind, targetId, roleId };
  return { userId, action, key, mappingId, discordRoleId, because, at, standing: 'as_left' };
}
