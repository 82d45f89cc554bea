import { Injectable } from '@nestjs/common';
import type { Grant } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { placeholders } from '../../ledger/sql.js';
import { toState, type StateRow, type StoredState } from '../../ledger/states.repository.js';

/** A linked person with all that is stored about their synchronisation. */
export interface Person {
  readonly userId: number;
  readonly discordId: string;
  readonly state: StoredState | null;
  readonly grants: Grant[];
}

type Row = { [K in keyof StateRow]: StateRow[K] | null } & { [K in keyof Grant]: Grant[K] | null } & {
  readonly id: number;
  readonly linkedTo: string;
};

const COLUMNS = `l.userid AS id, l.discord_id AS linkedTo,
  s.userid AS userId, s.discord_id AS discordId, s.observed_at_ms AS observedAt, s.observation, s.roles, s.detail,
  g.kind, g.targetid AS targetId, g.roleid AS roleId, g.origin, g.state, g.timemodified AS since`;
const JOINS = `LEFT JOIN sync_states s ON s.userid = l.userid LEFT JOIN sync_grants g ON g.userid = l.userid`;

/** Links with states and ledger, a page with one statement. */
@Injectable()
export class RunPeopleRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** In the order of the Discord ids as text; begin with an empty one. */
  async pageAfter(discordId: string, limit: number): Promise<Person[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS}
         FROM (SELECT userid, discord_id FROM local_pulsetech_discord_users
                WHERE discord_id > ? ORDER BY discord_id LIMIT ${limit}) l ${JOINS}`,
      [discordId],
    );
    return toPeople(rows, this.clock.nowMs()).sort((a, b) => (a.discordId < b.discordId ? -1 : 1));
  }

  /** By user id; who is not linked has no entry. */
  async ofMany(userIds: readonly number[]): Promise<Map<number, Person>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS} FROM local_pulsetech_discord_users l ${JOINS}
        WHERE l.userid IN (${placeholders(userIds.length)})`,
      [...userIds],
    );
    return new Map(toPeople(rows, this.clock.nowMs()).map((person) => [person.userId, person]));
  }
}

function toPeople(rows: readonly Row[], now: number): Person[] {
  const people = new Map<number, Person>();
  for (const row of rows) {
    const known = people.get(row.id);
    const person = known ?? {
      userId: row.id,
      discordId: row.linkedTo,
      state: hasState(row) ? toState(row, now) : null,
      grants: [],
    };
    if (!known) people.set(row.id, person);
    if (hasGrant(row)) person.grants.push(grantOf(row));
  }
  return [...people.values()];
}

function hasState(row: Row): row is Row & StateRow {
  return row.discordId !== null;
}

function hasGrant(row: Row): row is Row & Grant {
  return row.kind !== null;
}

function grantOf({ kind, targetId, roleId, origin, state, since }: Grant): Grant {
  return { kind, targetId, roleId, origin, state, since };
}
