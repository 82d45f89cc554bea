import { Injectable } from '@nestjs/common';
import type { Grant, Step } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { placeholders } from '../../ledger/sql.js';
import { removalsOf } from './page-plan.js';
import type { RunItem } from '../run-items.repository.js';

export interface Expired extends Grant {
  readonly userId: number;
}

const PAGE = 1000;
const COLUMNS = `g.userid AS userId, g.kind, g.targetid AS targetId, g.roleid AS roleId, g.origin, g.state,
  g.timemodified AS since`;
const UNLINKED = `FROM sync_grants g LEFT JOIN local_pulsetech_discord_users l ON l.userid = g.userid
  WHERE l.id IS NULL AND g.state = 'suspended' AND g.timemodified < ?`;

/** Suspensions of people without a link, whom the walk does not meet, that lasted longer than the grace period. */
@Injectable()
export class ExpiredSuspensions {
  constructor(private readonly dataSource: DataSource) {}

  /** What is to be taken, a page of people at a time. */
  async *removals(before: number): AsyncGenerator<RunItem[]> {
    for (let after = 0; ;) {
      const users = await this.dataSource.query<{ userid: number }[]>(
        `SELECT DISTINCT g.userid AS userid ${UNLINKED} AND g.userid > ? ORDER BY g.userid LIMIT ${PAGE}`,
        [before, after],
      );
      const last = users.at(-1)?.userid;
      if (last === undefined) return;
      const expired = await this.of(
        users.map(({ userid }) => userid),
        before,
      );
      yield [...expired].flatMap(([userId, grants]) => removalsOf(userId, expiredSteps(grants)));
      after = last;
    }
  }

  /** By user. */
  async of(userIds: readonly number[], before: number): Promise<Map<number, Expired[]>> {
    const byUser = new Map<number, Expired[]>();
    if (userIds.length === 0) return byUser;
    const rows = await this.dataSource.query<Expired[]>(
      `SELECT ${COLUMNS} ${UNLINKED} AND g.userid IN (${placeholders(userIds.length)})`,
      [before, ...userIds],
    );
    for (const row of rows) {
      const own = byUser.get(row.userId);
      if (own) own.push(row);
      else byUser.set(row.userId, [row]);
    }
    return byUser;
  }
}

/** An enrolment ends with the roles in its course; it is a step of its own where there is none. */
export function expiredSteps(grants: readonly Grant[]): Step[] {
  const roles = new Set(grants.filter(({ kind }) => kind === 'role').map(({ targetId }) => targetId));
  const steps = grants.filter(({ kind, targetId }) => kind !== 'enrolment' || !roles.has(targetId));
  return steps.map((row) => ({
    action: 'revoke',
    key: { kind: row.kind, targetId: row.targetId, roleId: row.roleId },
    mappingId: null,
    discordRoleId: null,
    because: 'grace_over',
    row,
  }));
}
