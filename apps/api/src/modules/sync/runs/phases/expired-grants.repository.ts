import { Injectable } from '@nestjs/common';
import type { Grant } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { placeholders } from '../../ledger/sql.js';
import { byUser } from '../by-user.js';

export interface Expired extends Grant {
  readonly userId: number;
}

const COLUMNS = `g.userid AS userId, g.kind, g.targetid AS targetId, g.roleid AS roleId, g.origin, g.state,
  g.timemodified AS since`;
const UNLINKED = `FROM sync_grants g LEFT JOIN local_pulsetech_discord_users l ON l.userid = g.userid
  WHERE l.id IS NULL AND g.state = 'suspended' AND g.timemodified < ?`;

/** What has been suspended since before a time (Unix seconds) for people without a link. */
@Injectable()
export class ExpiredGrantsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The lowest ids first. */
  async usersAfter(userId: number, before: number, limit: number): Promise<number[]> {
    const rows = await this.dataSource.query<{ userid: number }[]>(
      `SELECT DISTINCT g.userid AS userid ${UNLINKED} AND g.userid > ? ORDER BY g.userid LIMIT ${limit}`,
      [before, userId],
    );
    return rows.map(({ userid }) => userid);
  }

  /** By user. */
  async of(userIds: readonly number[], before: number): Promise<Map<number, Expired[]>> {
    if (userIds.length === 0) return new Map();
    return byUser(
      await this.dataSource.query<Expired[]>(
        `SELECT ${COLUMNS} ${UNLINKED} AND g.userid IN (${placeholders(userIds.length)})`,
        [before, ...userIds],
      ),
    );
  }
}
