import { Injectable } from '@nestjs/common';
import type { KnownObservation, UnknownReason } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import type { StoredObservation } from '../entities/sync-state.entity.js';
import { pieces, placeholders, upsertSql } from './sql.js';

/** The last observation that was applied to a user. */
export interface StoredState {
  readonly userId: number;
  readonly discordId: string;
  /** Unix milliseconds; 0 when there was no good one yet, or nobody knows when it was. */
  readonly observedAt: number;
  readonly observation: StoredObservation;
  readonly roles: readonly string[];
  readonly detail: string | null;
}

/** What was seen of a user, to be stored. */
export interface Seen {
  readonly userId: number;
  /** The Discord server in which it was seen. */
  readonly guildId: string | null;
  readonly discordId: string;
  readonly observation: KnownObservation;
}

const TABLE = {
  name: 'sync_states',
  columns: ['userid', 'guild_id', 'discord_id', 'observed_at_ms', 'observation', 'roles', 'detail', 'timemodified'],
  key: ['userid', 'guild_id'],
};

/** What is stored as seen later than this from now was stored by a clock that was ahead, and is newer than nothing. */
const AHEAD_MS = 60_000;
/** Another process may have stored a newer observation in between, which stays; the time is compared, so it comes last. */
const IS_NEWER = `new.observed_at_ms >= observed_at_ms OR new.discord_id <> discord_id
  OR observed_at_ms > new.timemodified * 1000 + ${AHEAD_MS}`;
const newer = (column: string): string => `CASE WHEN ${IS_NEWER} THEN new.${column} ELSE ${column} END`;
const CHANGES = {
  observation: newer('observation'),
  roles: newer('roles'),
  detail: newer('detail'),
  timemodified: 'new.timemodified',
  observed_at_ms: newer('observed_at_ms'),
  discord_id: 'new.discord_id',
};
const UNKNOWN = { observation: 'new.observation', detail: 'new.detail', timemodified: 'new.timemodified' };

const COLUMNS = 'userid AS userId, discord_id AS discordId, observed_at_ms AS observedAt, observation, roles, detail';

/** A row as the database gives it: the roles as JSON. */
export type StateRow = Omit<StoredState, 'roles'> & { readonly roles: string };

@Injectable()
export class StatesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** What was seen of a user in this Discord server. */
  async of(userId: number, guildId: string | null): Promise<StoredState | null> {
    const [row] = await this.dataSource.query<StateRow[]>(
      `SELECT ${COLUMNS} FROM sync_states WHERE userid = ? AND guild_id = ?`,
      [userId, guildKey(guildId)],
    );
    return row ? toState(row, this.clock.nowMs()) : null;
  }

  /** Stores what was seen, except where something newer is stored; one statement for each 1000 users. */
  async put(seen: readonly Seen[], on: EntityManager): Promise<void> {
    const now = this.clock.nowSeconds();
    for (const piece of pieces(seen, 1000)) {
      const values = piece.flatMap(({ userId, guildId, discordId, observation }) => {
        const roles = observation.kind === 'member' ? observation.roles : [];
        return [
          userId,
          guildKey(guildId),
          discordId,
          observation.at,
          kindOf(observation),
          JSON.stringify(roles),
          null,
          now,
        ];
      });
      await on.query(upsertSql(this.dataSource, TABLE, CHANGES, piece.length), values);
    }
  }

  /**
   * Notes that the same was seen again of users in a Discord server, at a time (Unix milliseconds). Whoever has something stored that was seen
   * after `knownUntil` is left alone: it may be something else.
   */
  async putAgain(
    userIds: readonly number[],
    guildId: string | null,
    at: number,
    knownUntil: number,
    on: EntityManager,
  ): Promise<void> {
    await on.query(
      `UPDATE sync_states SET observed_at_ms = ?, timemodified = ?
        WHERE userid IN (${placeholders(userIds.length)}) AND guild_id = ? AND (observed_at_ms <= ? OR observed_at_ms > ?)`,
      [
        at,
        this.clock.nowSeconds(),
        ...userIds,
        guildKey(guildId),
        Math.min(at, knownUntil),
        this.clock.nowMs() + AHEAD_MS,
      ],
    );
  }

  /** Notes that nothing could be read; roles and time of the last good observation stay. */
  async putUnknown(
    { userId, guildId, discordId }: Omit<Seen, 'observation'>,
    reason: UnknownReason,
    on: EntityManager,
  ): Promise<void> {
    const values = [userId, guildKey(guildId), discordId, 0, 'unknown', '[]', reason, this.clock.nowSeconds()];
    await on.query(upsertSql(this.dataSource, TABLE, UNKNOWN, 1), values);
  }

  /** In all Discord servers. */
  async remove(userId: number, on: EntityManager): Promise<void> {
    await on.query('DELETE FROM sync_states WHERE userid = ?', [userId]);
  }
}

/** How the Discord server of an observation is stored. */
export function guildKey(guildId: string | null): string {
  return guildId ?? '';
}

/** Whether an observation says the same as the one that is stored. */
export function isSame(observation: KnownObservation, discordId: string, stored: StoredState | null): boolean {
  if (stored?.discordId !== discordId || stored.observation !== kindOf(observation)) return false;
  if (observation.kind === 'absent') return true;
  const { roles } = observation;
  return roles.length === stored.roles.length && roles.every((role, place) => role === stored.roles[place]);
}

function kindOf(observation: KnownObservation): StoredObservation {
  if (observation.kind === 'absent') return 'absent';
  if (observation.pending) return 'pending';
  return observation.guest ? 'guest' : 'member';
}

/** A time that lies ahead of `now` (Unix milliseconds) is no time: a clock that was set back blocks nobody. */
export function toState(
  { userId, discordId, observedAt, observation, roles, detail }: StateRow,
  now: number,
): StoredState {
  const ids = JSON.parse(roles) as string[];
  const at = Number(observedAt);
  return { userId, discordId, observedAt: at > now + AHEAD_MS ? 0 : at, observation, roles: ids, detail };
}

/** Whether something newer than this observation was applied already. */
export function isOlder(observation: KnownObservation, discordId: string, stored: StoredState | null): boolean {
  return stored !== null && stored.discordId === discordId && observation.at < stored.observedAt;
}
