import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A Discord account linked to a user. The tokens are sealed. Times are Unix seconds. */
@Entity('local_pulsetech_discord_users')
@Index('local_pulsetech_discord_users_userid_uix', ['userid'], { unique: true })
@Index('local_pulsetech_discord_users_discord_id_uix', ['discord_id'], { unique: true })
@Index('local_pulsetech_discord_users_expiry_ix', ['token_expires_at'])
export class DiscordUserEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  userid!: number;

  @Column({ type: 'varchar', length: 32 })
  discord_id!: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  discord_username!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  discord_avatar!: string | null;

  @Column({ type: 'text', nullable: true })
  discord_access_token!: string | null;

  @Column({ type: 'text', nullable: true })
  discord_refresh_token!: string | null;

  @Column({ type: 'integer', nullable: true })
  token_expires_at!: number | null;

  @Column({ type: 'integer', nullable: true })
  last_synced_at!: number | null;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
