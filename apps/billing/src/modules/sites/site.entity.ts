import type { PushFailure } from '@pulsetech/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';

/** Where the site of a licence is, and the web service token to use there. */
@Entity({ name: 'sites' })
export class SiteEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index('uq_sites_licence', { unique: true })
  @ForeignKey(() => LicenceEntity, { name: 'fk_sites_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Column({ type: 'varchar', length: 255 })
  url!: string;

  @Column({ name: 'token_sealed', type: 'text' })
  tokenSealed!: string;

  @Column({ name: 'registered_at', type: 'integer' })
  registeredAt!: number;

  /** Of the site's software, as it said itself. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  version!: string | null;

  /** When a push last succeeded, and when one last failed; Unix seconds. */
  @Column({ name: 'push_succeeded_at', type: 'integer', nullable: true })
  pushSucceededAt!: number | null;

  @Column({ name: 'push_failed_at', type: 'integer', nullable: true })
  pushFailedAt!: number | null;

  /** Null when the last push succeeded. */
  @Column({ name: 'push_failure', type: 'varchar', length: 32, nullable: true })
  pushFailure!: PushFailure | null;
}
