import { Injectable } from '@nestjs/common';
import type { SyncCause } from '@pulsetech/contracts';
import type { Report } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { insertRows } from './sql.js';

const COLUMNS = [
  ...['userid', 'action', 'kind', 'targetid', 'roleid', 'mappingid', 'discord_role_id', 'because'],
  ...['cause', 'runid', 'timecreated'],
];

export interface ChangesEntry {
  readonly of: { readonly userId: number; readonly cause: SyncCause; readonly runId?: number };
  readonly reports: readonly Report[];
}

/** The record of what was changed for whom, and why. */
@Injectable()
export class ChangesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async insert(entries: readonly ChangesEntry[], on: EntityManager): Promise<void> {
    const now = this.clock.nowSeconds();
    const rows = entries.flatMap(({ of, reports }) =>
      reports.map(({ action, key, mappingId, discordRoleId, because }) => [
        ...[of.userId, action, key.kind, key.targetId, key.roleId, mappingId, discordRoleId, because],
        ...[of.cause, of.runId ?? null, now],
      ]),
    );
    await insertRows(on, 'sync_changes', COLUMNS, rows);
  }

  /** How many course roles a run gave and took. */
  async countOfRun(runId: number): Promise<{ enrolled: number; unenrolled: number }> {
    const rows = await this.dataSource.query<{ action: Report['action']; n: number }[]>(
      "SELECT action, COUNT(*) AS n FROM sync_changes WHERE runid = ? AND kind = 'role' GROUP BY action",
      [runId],
    );
    const count = (action: Report['action']): number => Number(rows.find((row) => row.action === action)?.n ?? 0);
    return { enrolled: count('granted') + count('resumed'), unenrolled: count('revoked') + count('suspended') };
  }
}
