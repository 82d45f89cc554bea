import { Injectable } from '@nestjs/common';
import type { Grant } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { LedgerRepository } from '../../ledger/ledger.repository.js';
import { placeholders } from '../../ledger/sql.js';
import { guildKey, toState, type StateRow, type StoredState } from '../../ledger/states.repository.js';
import { grantsOf, LEDGER_TEXT } from './ledger-text.js';

/** A linked person with all that is stored about their synchronisation. */
export interface Person {
  readonly userId: number;
  readonly discordId: string;
  readonly state: StoredState | null;
  readonly grants: readonly Grant[];
}

type Row = { [K in keyof StateRow]: StateRow[K] | null } & {
  readonly id: number;
  readonly linkedTo: string;
  readonly ledger: string;
};

const COLUMNS = `l.userid AS id, l.discord_id AS linkedTo,
  s.userid AS userId, s.discord_id AS discordId, s.observed_at_ms AS observedAt, s.observation, s.roles, s.detail,
  (SELECT ${LEDGER_TEXT} FROM sync_grants g WHERE g.userid = l.userid) AS ledger`;
const STATES = 'LEFT JOIN sync_states s ON s.userid = l.userid AND s.guild_id = ?';

/** Links with ledger and states in one Discord server, a page with one statement and one row for each person. */
@Injectable()
export class RunPeopleRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: LedgerRepository,
    private readonly clock: Clock,
  ) {}

  /** In the order of the user ids, which is that of states and ledger as well; begin with 0. */
  async pageAfterUser(userId: number, limit: number, guildId: string): Promise<Person[]> {
    const people = await this.page('userid', userId, limit, guildId);
    return people.sort((a, b) => a.userId - b.userId);
  }

  /** In the order of the Discord ids as text, which is that of a snapshot; begin with an empty one. */
  async pageAfterMember(discordId: string, limit: number, guildId: string): Promise<Person[]> {
    const people = await this.page('discord_id', discordId, limit, guildId);
    return people.sort((a, b) => (a.discordId < b.discordId ? -1 : 1));
  }

  /** By user id; who is not linked has no entry. */
  async ofMany(userIds: readonly number[], guildId: string | null): Promise<Map<number, Person>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS} FROM local_pulsetech_discord_users l ${STATES}
        WHERE l.userid IN (${placeholders(userIds.length)})`,
      [guildKey(guildId), ...userIds],
    );
    return new Map((await this.toPeople(rows)).map((person) => [person.userId, person]));
  }

  private async page(
    order: 'userid' | 'discord_id',
    after: number | string,
    limit: number,
    guildId: string,
  ): Promise<Person[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS}
         FROM (SELECT userid, discord_id FROM local_pulsetech_discord_users
                WHERE ${order} > ? ORDER BY ${order} LIMIT ${limit}) l ${STATES}`,
      [after, guildId],
    );
    return this.toPeople(rows);
  }

  private async toPeople(rows: readonly Row[]): Promise<Person[]> {
    const now = this.clock.nowMs();
    const read = rows.map((row) => ({ row, grants: grantsOf(row.ledger) }));
    const cut = await this.ledger.ofMany(read.flatMap(({ row, grants }) => (grants === null ? [row.id] : [])));
    return read.map(({ row, grants }) => ({
      userId: row.id,
      discordId: row.linkedTo,
      state: hasState(row) ? toState(row, now) : null,
      grants: grants ?? cut.get(row.id) ?? [],
    }));
  }
}

function hasState(row: Row): row is Row & StateRow {
  return row.discordId !== null;
}
