import { Injectable } from '@nestjs/common';
import type { RunFigures } from '@pulsetech/contracts';
import type { GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';

/** What a run did, or waits to do, about one thing under one mapping. */
export interface FigureRow extends GrantKey, RunFigures {
  readonly mappingId: number | null;
}

const KEY = 'mappingid AS mappingId, kind, targetid AS targetId, roleid AS roleId';
const GROUPED = 'GROUP BY mappingid, kind, targetid, roleid';
const sum = (condition: string): string => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;

/** Figures of runs, counted by the database. */
@Injectable()
export class RunFiguresRepository {
  constructor(private readonly dataSource: DataSource) {}

  async of(runId: number): Promise<FigureRow[]> {
    const [changes, items] = await Promise.all([
      this.dataSource.query<FigureRow[]>(
        `SELECT ${KEY}, ${sum("action IN ('granted', 'resumed')")} AS given,
                ${sum("action IN ('revoked', 'suspended')")} AS taken, 0 AS toTake, 0 AS toGive
           FROM sync_changes WHERE runid = ? ${GROUPED}`,
        [runId],
      ),
      this.dataSource.query<FigureRow[]>(
        `SELECT ${KEY}, 0 AS given, 0 AS taken, ${sum("action = 'revoke'")} AS toTake, ${sum("action = 'grant'")} AS toGive
           FROM sync_run_items WHERE runid = ? AND state IN ('waiting', 'planned') ${GROUPED}`,
        [runId],
      ),
    ]);
    return [...changes, ...items].map((row) => ({
      ...row,
      given: Number(row.given),
      taken: Number(row.taken),
      toTake: Number(row.toTake),
      toGive: Number(row.toGive),
    }));
  }
}
