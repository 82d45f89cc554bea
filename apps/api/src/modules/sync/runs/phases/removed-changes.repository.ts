import { Injectable } from '@nestjs/common';
import type { ChangeAction } from '@pulsetech/contracts';
import { grantId, type GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { placeholders } from '../../ledger/sql.js';

const KEY = 'userid AS userId, kind, targetid AS targetId, roleid AS roleId';

/** What stands on record as taken by a run, and what became of things in the end. */
@Injectable()
export class RemovedChangesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** From these users, each as `<user id> <grant id>`. */
  async of(runId: number, userIds: readonly number[]): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await this.dataSource.query<(GrantKey & { userId: number })[]>(
      `SELECT ${KEY} FROM sync_changes
        WHERE runid = ? AND action IN ('revoked', 'suspended', 'forgotten') AND userid IN (${placeholders(userIds.length)})`,
      [runId, ...userIds],
    );
    return new Set(rows.map((row) => `${row.userId} ${grantId(row)}`));
  }

  /** The last that is on record about each thing of these users, by `<user id> <grant id>`. */
  async last(userIds: readonly number[]): Promise<ReadonlyMap<string, ChangeAction>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.dataSource.query<(GrantKey & { userId: number; action: ChangeAction })[]>(
      `SELECT ${KEY}, action FROM sync_changes WHERE id IN (
         SELECT MAX(id) FROM sync_changes WHERE userid IN (${placeholders(userIds.length)})
          GROUP BY userid, kind, targetid, roleid)`,
      [...userIds],
    );
    return new Map(rows.map((row) => [`${row.userId} ${grantId(row)}`, row.action]));
  }
}
