import { Injectable } from '@nestjs/common';
import type { Grant } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { Batcher } from '../../../platform/batching/batcher.js';
import { placeholders } from '../ledger/sql.js';
import { toState, type StateRow, type StoredState } from '../ledger/states.repository.js';

/** All that is stored about one user's synchronisation. */
export interface UserRecord {
  /** The Discord account that the user is linked to; null when there is none, and then nothing else is told. */
  readonly linkedTo: string | null;
  readonly state: StoredState | null;
  readonly grants: readonly Grant[];
}

type Row = { [K in keyof StateRow]: StateRow[K] | null } & { [K in keyof Grant]: Grant[K] | null } & {
  readonly id: number;
  readonly linkedTo: string;
};

const QUERY = (users: number): string => `
  SELECT l.userid AS id, l.discord_id AS linkedTo,
         s.userid AS userId, s.discord_id AS discordId, s.observed_at_ms AS observedAt, s.observation, s.roles, s.detail,
         g.kind, g.targetid AS targetId, g.roleid AS roleId, g.origin, g.state, g.timemodified AS since
    FROM local_pulsetech_discord_users l
    LEFT JOIN sync_states s ON s.userid = l.userid
    LEFT JOIN sync_grants g ON g.userid = l.userid
   WHERE l.userid IN (${placeholders(users)})`;

const UNLINKED: UserRecord = { linkedTo: null, state: null, grants: [] };

/** Reads link, last observation and ledger of a user with one statement, and of users at the same time with one as well. */
@Injectable()
export class UserRecords {
  private readonly questions: Batcher<number, UserRecord>;

  constructor(
    dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.questions = new Batcher((userIds) => this.read(userIds, dataSource.manager));
  }

  of(userId: number): Promise<UserRecord> {
    return this.questions.add(userId);
  }

  /** By user, as part of a transaction. */
  async within(tx: EntityManager, userIds: readonly number[]): Promise<ReadonlyMap<number, UserRecord>> {
    const records = await this.read(userIds, tx);
    return new Map(userIds.map((userId, place) => [userId, records[place] ?? UNLINKED]));
  }

  private async read(userIds: readonly number[], on: EntityManager): Promise<UserRecord[]> {
    if (userIds.length === 0) return [];
    const rows = await on.query<Row[]>(QUERY(userIds.length), [...userIds]);
    const byUser = new Map<number, Row[]>();
    for (const row of rows) {
      const own = byUser.get(row.id);
      if (own) own.push(row);
      else byUser.set(row.id, [row]);
    }
    const now = this.clock.nowMs();
    return userIds.map((userId) => toRecord(byUser.get(userId) ?? [], now));
  }
}

function toRecord(rows: readonly Row[], now: number): UserRecord {
  const [first] = rows;
  if (!first) return UNLINKED;
  return {
    linkedTo: first.linkedTo,
    state: hasState(first) ? toState(first, now) : null,
    grants: rows.filter(hasGrant),
  };
}

function hasState(row: Row): row is Row & StateRow {
  return row.discordId !== null;
}

function hasGrant(row: Row): row is Row & Grant {
  return row.kind !== null;
}
