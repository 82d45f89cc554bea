import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { LicenceEntity } from '../licenses/licence.entity.js';

/** A role that a site asked for, written down before Discord is asked, so that it is made once. */
@Entity({ name: 'role_creations' })
@Index('uq_role_creations_key', ['licenceId', 'idempotencyKey'], { unique: true })
export class RoleCreationEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @ForeignKey(() => LicenceEntity, { name: 'fk_role_creations_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Column({ name: 'idempotency_key', type: 'varchar', length: 64 })
  idempotencyKey!: string;

  @Column({ type: 'varchar', length: 100 })
  name!: string;

  /** Roles of that name that were there before, JSON list of ids: whatever else carries the name is ours. */
  @Column({ name: 'known_role_ids', type: 'text' })
  knownRoleIds!: string;

  /** Null until the role is known to exist. */
  @Column({ name: 'role_id', type: 'varchar', length: 20, nullable: true })
  roleId!: string | null;

  /** The answer that the site gets, JSON. */
  @Column({ type: 'text', nullable: true })
  role!: string | null;

  @Index('ix_role_creations_created')
  @Column({ name: 'created_at', type: 'integer' })
  createdAt!: number;
}
