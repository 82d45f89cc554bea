import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, LessThan, MoreThan, Not } from 'typeorm';
import { MirrorGuildEntity, type MirrorState } from './mirror-guild.entity.js';
import { MirrorMemberEntity } from './mirror-member.entity.js';

/** As many values as SQLite takes in one statement, with room to spare. */
const PIECE = 1000;

@Injectable()
export class MirrorRepository {
  constructor(private readonly dataSource: DataSource) {}

  guild(guildId: string, on: EntityManager = this.dataSource.manager): Promise<MirrorGuildEntity | null> {
    return on.findOneBy(MirrorGuildEntity, { guildId });
  }

  guilds(): Promise<MirrorGuildEntity[]> {
    return this.dataSource.manager.find(MirrorGuildEntity);
  }

  async putGuild(tx: EntityManager, guild: MirrorGuildEntity): Promise<void> {
    await tx.upsert(MirrorGuildEntity, { ...guild }, ['guildId']);
  }

  async setState(tx: EntityManager, state: MirrorState, guildId?: string): Promise<void> {
    await tx.update(MirrorGuildEntity, { guildId: guildId ?? Not(IsNull()) }, { state });
  }

  /** False when something made it stale since the walk began. */
  async endWalk(tx: EntityManager, guildId: string, walk: number): Promise<boolean> {
    const whole = { guildId, walk, state: In(['walking', 'live']) };
    if (!(await tx.existsBy(MirrorGuildEntity, whole))) return false;
    await tx.update(MirrorGuildEntity, whole, { state: 'live' });
    return true;
  }

  async members(
    guildId: string,
    userIds: readonly string[],
    on: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, MirrorMemberEntity>> {
    const found = new Map<string, MirrorMemberEntity>();
    for (const piece of pieces(userIds)) {
      for (const row of await on.findBy(MirrorMemberEntity, { guildId, userId: In(piece) })) found.set(row.userId, row);
    }
    return found;
  }

  /** The next members by their ids as text, up to a thousand. */
  membersAfter(
    guildId: string,
    userId: string,
    on: EntityManager = this.dataSource.manager,
  ): Promise<MirrorMemberEntity[]> {
    return on.find(MirrorMemberEntity, {
      where: { guildId, userId: MoreThan(userId) },
      order: { userId: 'ASC' },
      take: PIECE,
    });
  }

  async put(tx: EntityManager, members: readonly MirrorMemberEntity[]): Promise<void> {
    for (const piece of pieces(members)) {
      await tx.upsert(
        MirrorMemberEntity,
        piece.map((member) => ({ ...member })),
        ['guildId', 'userId'],
      );
    }
  }

  async markMet(tx: EntityManager, guildId: string, userIds: readonly string[], walk: number): Promise<void> {
    for (const piece of pieces(userIds)) {
      await tx.update(MirrorMemberEntity, { guildId, userId: In(piece) }, { walk });
    }
  }

  /** Up to a thousand whom a walk did not meet, and of whom nothing was heard since it began. */
  notMet(tx: EntityManager, guildId: string, walk: number, beganAt: number): Promise<MirrorMemberEntity[]> {
    return tx.find(MirrorMemberEntity, {
      where: { guildId, walk: LessThan(walk), at: LessThan(beganAt) },
      order: { userId: 'ASC' },
      take: PIECE,
    });
  }

  async delete(tx: EntityManager, guildId: string, userIds: readonly string[]): Promise<void> {
    for (const piece of pieces(userIds)) await tx.delete(MirrorMemberEntity, { guildId, userId: In(piece) });
  }

  async deleteGuild(tx: EntityManager, guildId: string): Promise<void> {
    await tx.delete(MirrorMemberEntity, { guildId });
    await tx.delete(MirrorGuildEntity, { guildId });
  }
}

function pieces<T>(all: readonly T[]): T[][] {
  const found: T[][] = [];
  for (let from = 0; from < all.length; from += PIECE) found.push(all.slice(from, from + PIECE));
  return found;
}
