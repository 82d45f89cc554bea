import { Injectable } from '@nestjs/common';
import type { ActiveGrants } from '@pulsetech/domain';
import { DataSource } from 'typeorm';

const KEY = 'kind, targetid AS targetId, roleid AS roleId, COUNT(*) AS count';
const GROUPED = "AND kind IN ('role', 'cohort') GROUP BY kind, targetid, roleid";

/** How many people hold each thing by this system. What it only found given is nothing that a run could take. */
@Injectable()
export class ActiveGrantsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Course roles and cohort memberships that are held now. The index on what is given answers it alone. */
  async active(): Promise<ActiveGrants[]> {
    return counted(
      await this.dataSource.query<ActiveGrants[]>(
        `SELECT ${KEY} FROM sync_grants
          WHERE origin = 'granted' AND state IN ('active', 'revoking', 'suspending') ${GROUPED}`,
      ),
    );
  }

  /** Those that a run gave or resumed. */
  async givenBy(runId: number): Promise<ActiveGrants[]> {
    return counted(
      await this.dataSource.query<ActiveGrants[]>(
        `SELECT ${KEY} FROM sync_changes WHERE runid = ? AND action IN ('granted', 'resumed') ${GROUPED}`,
        [runId],
      ),
    );
  }
}

function counted(rows: readonly ActiveGrants[]): ActiveGrants[] {
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
