import { Injectable } from '@nestjs/common';
import type { Grant } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { Batcher } from '../../../platform/batching/batcher.js';
import { placeholders } from '../ledger/sql.js';
import { guildKey, toState, type StateRow, type StoredState } from '../ledger/states.repository.js';

/** Whose record, and in which Discord server. */
export interface RecordOf {
  readonly userId: number;
  readonly guildId: string | null;
}

/** All that is stored about one user's synchronisation. */
export interface UserRecord {
  /** The Discord server that the state is about. */
  readonly guildId: string | null;
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
    LEFT JOIN sync_states s ON s.userid = l.userid AND s.guild_id = ?
    LEFT JOIN sync_grants g ON g.userid = l.userid
   WHERE l.userid IN (${placeholders(users)})`;

const unlinked = (guildId: string | null): UserRecord => ({ guildId, linkedTo: null, state: null, grants: [] });

/** Reads link, last observation and ledger of a user with one statement, and of users at the same time with one as well. */
@Injectable()
export class UserRecords {
  private readonly questions: Batcher<RecordOf, UserRecord>;

  constructor(
    dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.questions = new Batcher((asked) => this.read(asked, dataSource.manager));
  }

  of(asked: RecordOf): Promise<UserRecord> {
    return this.questions.add(asked);
  }

  /** By user, as part of a transaction. */
  async within(tx: EntityManager, asked: readonly RecordOf[]): Promise<ReadonlyMap<number, UserRecord>> {
    const records = await this.read(asked, tx);
    return new Map(asked.map(({ userId, guildId }, place) => [userId, records[place] ?? unlinked(guildId)]));
  }

  /** With one statement for each Discord server, of which there is one but for moments. */
  private async read(asked: readonly RecordOf[], on: EntityManager): Promise<UserRecord[]> {
    const byGuild = new Map<string, Map<number, Row[]>>();
    for (const { userId, guildId } of asked) {
      const guild = guildKey(guildId);
      const users = byGuild.get(guild);
      if (users) users.set(userId, []);
      else byGuild.set(guild, new Map([[userId, []]]));
    }
    for (const [guild, users] of byGuild) {
      for (const row of await on.query<Row[]>(QUERY(users.size), [guild, ...users.keys()])) {
        users.get(row.id)?.push(row);
      }
    }
    const now = this.clock.nowMs();
    return asked.map(({ userId, guildId }) => {
      const rows = byGuild.get(guildKey(guildId))?.get(userId) ?? [];
      return toRecord(rows, guildId, now);
    });
  }
}

function toRecord(rows: readonly Row[], guildId: string | null, now: number): UserRecord {
  const [first] = rows;
  if (!first) return unlinked(guildId);
  return {
    guildId,
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
