import type { LicenceReason, LicenceStatus } from '@pulsetech/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of the site's licence: one row, with id 1. Times are Unix seconds. */
@Entity('license_state')
export class LicenseStateEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  /** The key, sealed by SecretBox. */
  @Column({ name: 'key_sealed', type: 'text', nullable: true })
  keySealed!: string | null;

  /** SHA-256 of the key, so that a late answer about a former key is told apart. */
  @Column({ name: 'key_hash', type: 'varchar', length: 64, nullable: true })
  keyHash!: string | null;

  @Column({ name: 'masked_key', type: 'varchar', length: 32, nullable: true })
  maskedKey!: string | null;

  @Column({ type: 'varchar', length: 16 })
  status!: LicenceStatus;

  @Column({ type: 'varchar', length: 16, nullable: true })
  reason!: LicenceReason | null;

  @Column({ name: 'client_id', type: 'varchar', length: 64, nullable: true })
  clientId!: string | null;

  @Column({ name: 'guild_id', type: 'varchar', length: 32, nullable: true })
  guildId!: string | null;

  @Column({ name: 'guild_name', type: 'varchar', length: 255, nullable: true })
  guildName!: string | null;

  /** The signed statement of the billing server, to be checked offline. */
  @Column({ type: 'text', nullable: true })
  assertion!: string | null;

  /** The billing server's public keys, as JSON. */
  @Column({ type: 'text', nullable: true })
  jwks!: string | null;

  @Column({ name: 'expires_at', type: 'integer', nullable: true })
  expiresAt!: number | null;

  /** Until when it counts although it has expired. */
  @Column({ name: 'grace_until', type: 'integer', nullable: true })
  graceUntil!: number | null;

  /** The Discord server that the licence, or the one before it, was for until `movedAt`. */
  @Column({ name: 'former_guild_id', type: 'varchar', length: 32, nullable: true })
  formerGuildId!: string | null;

  @Column({ name: 'former_guild_name', type: 'varchar', length: 255, nullable: true })
  formerGuildName!: string | null;

  @Column({ name: 'moved_at', type: 'integer', nullable: true })
  movedAt!: number | null;

  /** When the billing server last said that the licence is valid. */
  @Column({ name: 'verified_at', type: 'integer', nullable: true })
  verifiedAt!: number | null;

  @Column({ name: 'last_attempt_at', type: 'integer', nullable: true })
  lastAttemptAt!: number | null;

  /** Code of why the last attempt brought no answer; null when it did. */
  @Column({ name: 'last_failure', type: 'varchar', length: 64, nullable: true })
  lastFailure!: string | null;
}
