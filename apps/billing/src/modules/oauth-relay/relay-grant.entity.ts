import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';

/** A site holds tokens of a Discord user. The tokens themselves are with the site, sealed. */
@Entity({ name: 'oauth_grants' })
@Index('uq_oauth_grants_user', ['licenceId', 'discordUserId'], { unique: true })
export class RelayGrantEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @ForeignKey(() => LicenceEntity, { name: 'fk_oauth_grants_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Index('ix_oauth_grants_discord_user')
  @Column({ name: 'discord_user_id', type: 'varchar', length: 20 })
  discordUserId!: string;

  @Column({ name: 'created_at', type: 'integer' })
  createdAt!: number;

  @Column({ name: 'modified_at', type: 'integer' })
  modifiedAt!: number;
}
