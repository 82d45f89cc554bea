import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LicenceEntity } from '../../licenses/licence.entity.js';

/** Somebody whom a licence's site asked about or signed in: one of its own, so that it is told what changes. */
@Entity({ name: 'followed_members' })
export class FollowedMemberEntity {
  @ForeignKey(() => LicenceEntity, { name: 'fk_followed_members_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @PrimaryColumn({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Index('ix_followed_members_user')
  @PrimaryColumn({ name: 'discord_user_id', type: 'varchar', length: 20 })
  discordUserId!: string;

  /** Unix seconds. */
  @Column({ name: 'followed_at', type: 'integer' })
  followedAt!: number;
}
