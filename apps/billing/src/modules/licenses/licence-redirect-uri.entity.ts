import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from './licence.entity.js';

/** An address that the OAuth relay may send the browser back to, compared letter by letter. */
@Entity({ name: 'licence_redirect_uris' })
@Index('uq_licence_redirect_uris', ['licenceId', 'uri'], { unique: true })
export class LicenceRedirectUriEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @ForeignKey(() => LicenceEntity, {
    name: 'fk_licence_redirect_uris_licence',
    onDelete: 'CASCADE',
    onUpdate: 'NO ACTION',
  })
  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Column({ type: 'varchar', length: 512 })
  uri!: string;
}
