import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { DataSource, In, IsNull, LessThan, MoreThan, Not, type EntityManager, type Repository } from 'typeorm';
import { DiscordUserEntity } from './discord-user.entity.js';
import type { DiscordLink, LinkProfile, NewDiscordLink, SealedTokens } from './discord-link.js';

/** What a link is made of: all but the sealed tokens, of which it only matters whether they are there. */
type LinkRow = Omit<DiscordUserEntity, 'discord_access_token' | 'timemodified'>;

const LINK_COLUMNS = `id, userid, discord_id, discord_username, discord_avatar, last_synced_at, timecreated, token_expires_at,
  CASE WHEN discord_refresh_token IS NULL THEN NULL ELSE '' END AS discord_refresh_token`;

/** The table `local_pulsetech_discord_users`. */
@Injectable()
export class LinksRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async findByUserId(userId: number): Promise<DiscordLink | null> {
    return asLink(await this.rows().findOneBy({ userid: userId }));
  }

  async findByDiscordId(discordId: string): Promise<DiscordLink | null> {
    return (await this.findByDiscordIds([discordId])).get(discordId) ?? null;
  }

  /**
   * By Discord id; who is not linked has no entry. Plain SQL without the sealed tokens: bots ask this thousands of times
   * a second, and building the query cost more than running it.
   */
  async findByDiscordIds(discordIds: readonly string[]): Promise<ReadonlyMap<string, DiscordLink>> {
    if (discordIds.length === 0) return new Map();
    const rows = await this.dataSource.query<LinkRow[]>(
      `SELECT ${LINK_COLUMNS} FROM local_pulsetech_discord_users
        WHERE discord_id IN (${discordIds.map(() => '?').join(', ')})`,
      [...discordIds],
    );
    return new Map(rows.map((row) => [row.discord_id, toLink(row)]));
  }

  /** Those of these users who are linked. */
  async linkedAmong(userIds: readonly number[]): Promise<number[]> {
    const rows = await this.rows().find({ select: { userid: true }, where: { userid: In([...userIds]) } });
    return rows.map(({ userid }) => userid);
  }

  /** Links in the order of their ids, to walk all of them; start with `afterId` 0. */
  async findPage(afterId: number, limit: number): Promise<DiscordLink[]> {
    const rows = await this.rows().find({ where: { id: MoreThan(afterId) }, order: { id: 'ASC' }, take: limit });
    return rows.map(toLink);
  }

  count(): Promise<number> {
    return this.rows().count();
  }

  /** Throws the driver's unique violation when the user or the Discord account is linked already. */
  async insert(link: NewDiscordLink, tx?: EntityManager): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.rows(tx).insert({
      userid: link.userId,
      discord_id: link.discordId,
      discord_username: link.username,
      discord_avatar: link.avatar,
      ...tokenColumns(link.tokens),
      last_synced_at: null,
      timecreated: now,
      timemodified: now,
    });
  }

  async updateProfile(userId: number, { username, avatar }: LinkProfile): Promise<void> {
    await this.change(userId, { discord_username: username, discord_avatar: avatar });
  }

  /** What a new authorisation brings: the profile of now and new tokens. */
  async update(userId: number, { username, avatar }: LinkProfile, tokens: SealedTokens): Promise<void> {
    await this.change(userId, { discord_username: username, discord_avatar: avatar, ...tokenColumns(tokens) });
  }

  async findTokens(userId: number): Promise<SealedTokens | null> {
    const row = await this.rows().findOneBy({ userid: userId });
    const { discord_access_token: access, discord_refresh_token: refresh, token_expires_at: expiresAt } = row ?? {};
    return access && refresh && expiresAt ? { access, refresh, expiresAt } : null;
  }

  /** Stores a pair as one statement, so that there is never half of it. */
  async updateTokens(userId: number, tokens: SealedTokens): Promise<void> {
    await this.change(userId, tokenColumns(tokens));
  }

  /** Drops tokens that are of no use; the time of their expiry stays and tells that there were some. */
  async dropTokens(userId: number): Promise<void> {
    await this.change(userId, { discord_access_token: null, discord_refresh_token: null });
  }

  /** Users whose tokens expire before a time (Unix seconds), the next to expire first. */
  async findExpiring(before: number, limit: number): Promise<number[]> {
    const rows = await this.rows().find({
      select: { userid: true },
      where: { token_expires_at: LessThan(before), discord_refresh_token: Not(IsNull()) },
      order: { token_expires_at: 'ASC' },
      take: limit,
    });
    return rows.map((row) => row.userid);
  }

  /** Records when these users were last synchronised (Unix seconds), with one statement. */
  async touchSynced(userIds: readonly number[], at: number, tx?: EntityManager): Promise<void> {
    await (tx ?? this.dataSource).query(
      `UPDATE local_pulsetech_discord_users SET last_synced_at = ? WHERE userid IN (${userIds.map(() => '?').join(', ')})`,
      [at, ...userIds],
    );
  }

  /** Removes one link; both ids, so that a link made anew in between stays. */
  async remove(userId: number, discordId: string, tx?: EntityManager): Promise<void> {
    await this.rows(tx).delete({ userid: userId, discord_id: discordId });
  }

  private async change(userId: number, columns: Partial<DiscordUserEntity>): Promise<void> {
    await this.rows().update({ userid: userId }, { ...columns, timemodified: this.clock.nowSeconds() });
  }

  private rows(tx?: EntityManager): Repository<DiscordUserEntity> {
    return (tx ?? this.dataSource).getRepository(DiscordUserEntity);
  }
}

function tokenColumns(tokens: SealedTokens | null) {
  return {
    discord_access_token: tokens?.access ?? null,
    discord_refresh_token: tokens?.refresh ?? null,
    token_expires_at: tokens?.expiresAt ?? null,
  };
}

function asLink(row: DiscordUserEntity | null): DiscordLink | null {
  return row === null ? null : toLink(row);
}

function toLink(row: LinkRow): DiscordLink {
  return {
    id: row.id,
    userId: row.userid,
    discordId: row.discord_id,
    username: row.discord_username,
    avatar: row.discord_avatar,
    lastSyncedAt: row.last_synced_at,
    linkedAt: row.timecreated,
    hasTokens: row.discord_refresh_token !== null,
    authorisationEnded: row.discord_refresh_token === null && row.token_expires_at !== null,
  };
}
