import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';

/** A sign-in under way: from the site's request until Discord sends the browser back. */
@Entity({ name: 'oauth_requests' })
export class RelayRequestEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** Of the one-time id in the consent form. */
  @Index('uq_oauth_requests_request', { unique: true })
  @Column({ name: 'request_hash', type: 'varchar', length: 64 })
  requestHash!: string;

  /** Of the browser's cookie: nobody else may go on with this sign-in. */
  @Column({ name: 'browser_hash', type: 'varchar', length: 64 })
  browserHash!: string;

  @ForeignKey(() => LicenceEntity, { name: 'fk_oauth_requests_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Column({ name: 'redirect_uri', type: 'varchar', length: 512 })
  redirectUri!: string;

  @Column({ name: 'site_state', type: 'varchar', length: 512 })
  siteState!: string;

  @Column({ name: 'code_challenge', type: 'varchar', length: 64 })
  codeChallenge!: string;

  @Column({ type: 'varchar', length: 64 })
  scope!: string;

  /** Whether Discord may skip its own question when it was answered before. */
  @Column({ type: 'varchar', length: 16 })
  prompt!: 'consent' | 'none';

  /** Of the state given to Discord; null until the person agreed. */
  @Index('uq_oauth_requests_state', { unique: true })
  @Column({ name: 'discord_state_hash', type: 'varchar', length: 64, nullable: true })
  discordStateHash!: string | null;

  @Column({ name: 'verifier_sealed', type: 'text', nullable: true })
  verifierSealed!: string | null;

  @Index('ix_oauth_requests_expires')
  @Column({ name: 'expires_at', type: 'integer' })
  expiresAt!: number;

  @Column({ name: 'used_at', type: 'integer', nullable: true })
  usedAt!: number | null;
}
