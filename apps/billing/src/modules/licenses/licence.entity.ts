import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export type StoredLicenceStatus = 'active' | 'revoked';

/** A licence: one site, one Discord server. The key itself is not kept. */
@Entity({ name: 'licences' })
export class LicenceEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** Public; names the site at the OAuth relay. */
  @Index('uq_licences_client_id', { unique: true })
  @Column({ name: 'client_id', type: 'varchar', length: 32 })
  clientId!: string;

  @Index('uq_licences_key_hash', { unique: true })
  @Column({ name: 'key_hash', type: 'varchar', length: 64 })
  keyHash!: string;

  /** The end of the key, so that people can tell keys apart. */
  @Column({ name: 'key_tail', type: 'varchar', length: 8 })
  keyTail!: string;

  @Column({ type: 'varchar', length: 100 })
  name!: string;

  @Column({ name: 'guild_id', type: 'varchar', length: 20 })
  guildId!: string;

  @Column({ type: 'varchar', length: 16 })
  status!: StoredLicenceStatus;

  /** Unix seconds; null when it does not expire. */
  @Column({ name: 'expires_at', type: 'integer', nullable: true })
  expiresAt!: number | null;

  /** What the site last said its address is. */
  @Column({ name: 'site_url', type: 'varchar', length: 255, nullable: true })
  siteUrl!: string | null;

  @Column({ name: 'verified_at', type: 'integer', nullable: true })
  verifiedAt!: number | null;

  @Column({ name: 'created_at', type: 'integer' })
  createdAt!: number;

  @Column({ name: 'modified_at', type: 'integer' })
  modifiedAt!: number;
}
