import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';

/**
 * A site holds tokens of a Discord user: as sealed handles, of which the newest are kept here too, so that an answer
 * that never arrived can be given again.
 */
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

  /** How often the tokens were replaced; a handle of an earlier generation is out of date. */
  @Column({ type: 'integer', default: 0 })
  generation!: number;

  /** The answer that the site received last; null for grants that have not been refreshed since this is kept. */
  @Column({ name: 'tokens_sealed', type: 'text', nullable: true })
  tokensSealed!: string | null;

  /** When this generation began. */
  @Column({ name: 'rotated_at', type: 'integer', nullable: true })
  rotatedAt!: number | null;

  /**
   * Until then one process alone asks Discord for new tokens. A time that has passed: somebody asked, and what Discord
   * answered is not known.
   */
  @Column({ name: 'refreshing_until', type: 'integer', nullable: true })
  refreshingUntil!: number | null;

  @Column({ name: 'refreshing_by', type: 'varchar', length: 36, nullable: true })
  refreshingBy!: string | null;

  /** Since then the refresh token is known to be spent, with its successor lost; the access token still serves. */
  @Column({ name: 'refresh_lost_at', type: 'integer', nullable: true })
  refreshLostAt!: number | null;
}
