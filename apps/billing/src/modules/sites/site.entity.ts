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
}
