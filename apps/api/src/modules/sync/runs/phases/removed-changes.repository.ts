import { Injectable } from '@nestjs/common';
import { grantId, type GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { placeholders } from '../../ledger/sql.js';

/** What stands on record as taken by a run. */
@Injectable()
export class RemovedChanges {
  constructor(private readonly dataSource: DataSource) {}

  /** From these users, each as `<user id> <grant id>`. */
  async of(runId: number, userIds: readonly number[]): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await this.dataSource.query<(GrantKey & { userId: number })[]>(
      `SELECT userid AS userId, kind, targetid AS targetId, roleid AS roleId FROM sync_changes
        WHERE runid = ? AND action IN ('revoked', 'suspended', 'forgotten') AND userid IN (${placeholders(userIds.length)})`,
      [runId, ...userIds],
    );
    return new Set(rows.map((row) => `${row.userId} ${grantId(row)}`));
  }
}
