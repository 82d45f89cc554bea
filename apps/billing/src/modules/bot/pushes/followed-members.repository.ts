import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { LicenceEntity } from '../../licenses/licence.entity.js';
import { FollowedMemberEntity } from './followed-member.entity.js';
import { PushEntity } from './push.entity.js';

const PIECE = 1000;

export interface Follower {
  readonly licenceId: number;
  readonly discordUserId: string;
}

@Injectable()
export class FollowedMembersRepository {
  constructor(private readonly dataSource: DataSource) {}

  async among(licenceId: number, ids: readonly string[]): Promise<string[]> {
    const { manager } = this.dataSource;
    const rows = await manager.findBy(FollowedMemberEntity, { licenceId, discordUserId: In([...ids]) });
    return rows.map(({ discordUserId }) => discordUserId);
  }

  /** Those that are followed already stay as they are. */
  async add(licenceId: number, ids: readonly string[], followedAt: number): Promise<void> {
    const rows = ids.map((discordUserId) => ({ licenceId, discordUserId, followedAt }));
    const { manager } = this.dataSource;
    await manager
      .createQueryBuilder()
      .insert()
      .into(FollowedMemberEntity)
      .values(rows)
      .orIgnore()
      .updateEntity(false)
      .execute();
  }

  /** Nothing more is pushed about them, either. */
  async remove(tx: EntityManager, licenceId: number, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += PIECE) {
      const discordUserId = In(ids.slice(from, from + PIECE));
      await tx.delete(FollowedMemberEntity, { licenceId, discordUserId });
      await tx.delete(PushEntity, { licenceId, discordUserId });
    }
  }

  /** Which licences of this guild follow which of these users; those that were revoked follow nobody. */
  async followers(tx: EntityManager, guildId: string, userIds: readonly string[]): Promise<Follower[]> {
    const found: Follower[] = [];
    for (let from = 0; from < userIds.length; from += PIECE) {
      const rows = await tx
        .createQueryBuilder(FollowedMemberEntity, 'f')
        .innerJoin(LicenceEntity, 'l', 'l.id = f.licenceId')
        .where('l.guildId = :guildId AND l.status = :status', { guildId, status: 'active' })
        .andWhere('f.discordUserId IN (:...ids)', { ids: userIds.slice(from, from + PIECE) })
        .getMany();
      found.push(...rows);
    }
    return found;
  }

  /** Guilds whose members some licence follows or may follow. */
  async licensedGuilds(on: EntityManager = this.dataSource.manager): Promise<string[]> {
    const rows = await on
      .createQueryBuilder(LicenceEntity, 'l')
      .select('DISTINCT l.guild_id', 'guildId')
      .where('l.status = :status', { status: 'active' })
      .getRawMany<{ guildId: string }>();
    return rows.map(({ guildId }) => guildId);
  }
}
