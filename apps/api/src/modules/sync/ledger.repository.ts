import { Injectable } from '@nestjs/common';
import type { Grant, LedgerWrite } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { pieces, placeholders, upsertSql, type SqlValue } from './sql.js';

const TABLE = {
  name: 'sync_grants',
  columns: ['userid', 'kind', 'targetid', 'roleid', 'origin', 'state', 'timecreated', 'timemodified'],
  key: ['userid', 'kind', 'targetid', 'roleid'],
};
const CHANGES = { origin: 'new.origin', state: 'new.state', timemodified: 'new.timemodified' };

export interface GrantRow extends Grant {
  readonly userId: number;
}

const COLUMNS = 'userid AS userId, kind, targetid AS targetId, roleid AS roleId, origin, state';

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

  /** Users with intents that nobody settled, and users who hold grants without a link, the lowest ids first. */
  async unsettledUsers(afterUserId: number, limit: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ userid: number }[]>(
      `SELECT DISTINCT g.userid FROM sync_grants g
         LEFT JOIN local_pulsetech_discord_users l ON l.userid = g.userid
        WHERE g.userid > ? AND (g.state <> 'active' OR l.id IS NULL)
        ORDER BY g.userid LIMIT ${limit}`,
      [afterUserId],
    );
    return rows.map(({ userid }) => userid);
  }

  /** At most two statements, however many writes. */
  async write(userId: number, writes: readonly LedgerWrite[], on: EntityManager): Promise<void> {
    const now = this.clock.nowSeconds();
    const removals: LedgerWrite['key'][] = [];
    const rows: SqlValue[][] = [];
    for (const { key, row } of writes) {
      if (row === null) removals.push(key);
      else rows.push([userId, key.kind, key.targetId, key.roleId, row.origin, row.state, now, now]);
    }
    if (removals.length > 0) {
      const each = Array(removals.length).fill('(kind = ? AND targetid = ? AND roleid = ?)').join(' OR ');
      await on.query(`DELETE FROM sync_grants WHERE userid = ? AND (${each})`, [
        userId,
        ...removals.flatMap((key) => [key.kind, key.targetId, key.roleId]),
      ]);
    }
    if (rows.length > 0) await on.query(upsertSql(this.dataSource, TABLE, CHANGES, rows.length), rows.flat());
  }

  async removeAll(userId: number, on: EntityManager): Promise<void> {
    await on.query('DELETE FROM sync_grants WHERE userid = ?', [userId]);
  }
}
