import { Injectable } from '@nestjs/common';
import type { Grant, LedgerWrite } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { Removals } from './ledger-removals.js';
import { pieces, placeholders, upsertSql, type SqlValue } from './sql.js';

const TABLE = {
  name: 'sync_grants',
  columns: ['userid', 'kind', 'targetid', 'roleid', 'origin', 'state', 'timecreated', 'timemodified'],
  key: ['userid', 'kind', 'targetid', 'roleid'],
};
/** As `withWrites` of the domain; the present state is compared, so it is changed last. */
const KEEPS_TIME = `new.state IN ('revoking', 'resuming')
  OR (new.state = 'suspended' AND state IN ('revoking', 'resuming', 'suspended'))`;
const CHANGES = {
  timemodified: `CASE WHEN ${KEEPS_TIME} THEN timemodified ELSE new.timemodified END`,
  origin: 'new.origin',
  state: 'new.state',
};

/** So many rows at once: SQLite takes 32,766 values in a statement. */
const ROWS_PER_STATEMENT = 1000;

export interface LedgerEntry {
  readonly userId: number;
  readonly writes: readonly LedgerWrite[];
}

export interface GrantRow extends Grant {
  readonly userId: number;
}

const COLUMNS = 'userid AS userId, kind, targetid AS targetId, roleid AS roleId, origin, state, timemodified AS since';

/** The ledger: what this system gave, or found given, to each user. */
@Injectable()
export class LedgerRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async of(userId: number): Promise<Grant[]> {
    return this.dataSource.query<Grant[]>(`SELECT ${COLUMNS} FROM sync_grants WHERE userid = ?`, [userId]);
  }

  /** By user, with one statement for each 1000 users; users without grants have no entry. */
  async ofMany(userIds: readonly number[]): Promise<Map<number, Grant[]>> {
    const result = new Map<number, Grant[]>();
    for (const piece of pieces(userIds, 1000)) {
      const rows = await this.dataSource.query<GrantRow[]>(
        `SELECT ${COLUMNS} FROM sync_grants WHERE userid IN (${placeholders(piece.length)})`,
        piece,
      );
      for (const row of rows) {
        const own = result.get(row.userId);
        if (own) own.push(row);
        else result.set(row.userId, [row]);
      }
    }
    return result;
  }

  /**
   * Users with intents that nobody settled, and users who hold grants without a link, the lowest ids first. What stays
   * suspended after unlinking is settled.
   */
  async unsettledUsers(afterUserId: number, limit: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ userid: number }[]>(
      `SELECT DISTINCT g.userid FROM sync_grants g
         LEFT JOIN local_pulsetech_discord_users l ON l.userid = g.userid
        WHERE g.userid > ? AND g.state <> 'suspended' AND (g.state <> 'active' OR l.id IS NULL)
        ORDER BY g.userid LIMIT ${limit}`,
      [afterUserId],
    );
    return rows.map(({ userid }) => userid);
  }

  /** Writes of many users, at most two statements for each 1000 rows. */
  async write(entries: readonly LedgerEntry[], on: EntityManager): Promise<void> {
    const now = this.clock.nowSeconds();
    const removals = new Removals();
    const rows: SqlValue[][] = [];
    for (const { userId, writes } of entries) {
      for (const { key, row } of writes) {
        if (row === null) removals.add(userId, key);
        else rows.push([userId, key.kind, key.targetId, key.roleId, row.origin, row.state, now, now]);
      }
    }
    for (const { condition, values } of removals.statements()) {
      await on.query(`DELETE FROM sync_grants WHERE ${condition}`, values);
    }
    for (const piece of pieces(rows, ROWS_PER_STATEMENT)) {
      await on.query(upsertSql(this.dataSource, TABLE, CHANGES, piece.length), piece.flat());
    }
  }

  /** All but what is suspended, which waits for the user to be linked again. */
  async removeUnlessSuspended(userId: number, on: EntityManager): Promise<void> {
    await on.query("DELETE FROM sync_grants WHERE userid = ? AND state <> 'suspended'", [userId]);
  }

  async removeAll(userId: number, on: EntityManager): Promise<void> {
    await on.query('DELETE FROM sync_grants WHERE userid = ?', [userId]);
  }
}
