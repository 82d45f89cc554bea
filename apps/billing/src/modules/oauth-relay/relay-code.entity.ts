import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';

/** An authorization code handed to a site, with Discord's own code behind it. */
@Entity({ name: 'oauth_codes' })
export class RelayCodeEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index('uq_oauth_codes_code', { unique: true })
  @Column({ name: 'code_hash', type: 'varchar', length: 64 })
  codeHash!: string;

  @ForeignKey(() => LicenceEntity, { name: 'fk_oauth_codes_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Column({ name: 'redirect_uri', type: 'varchar', length: 512 })
  redirectUri!: string;

  @Column({ name: 'code_challenge', type: 'varchar', length: 64 })
  codeChallenge!: string;

  @Column({ name: 'discord_code_sealed', type: 'text' })
  discordCodeSealed!: string;

  @Column({ name: 'verifier_sealed', type: 'text' })
  verifierSealed!: string;

  @Index('ix_oauth_codes_expires')
  @Column({ name: 'expires_at', type: 'integer' })
  expiresAt!: number;

  @Column({ name: 'used_at', type: 'integer', nullable: true })
  usedAt!: number | null;
}
