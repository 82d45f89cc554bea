import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_role_assignments')
@Index('lms_role_assignments_uix', ['userid', 'contextid', 'roleid', 'component', 'itemid'], { unique: true })
export class RoleAssignmentEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  roleid!: number;

  @Column({ type: 'integer' })
  contextid!: number;

  @Column({ type: 'integer' })
  userid!: number;

  /** Who made it; 0 for this integration. */
  @Column({ type: 'integer', default: 0 })
  modifierid!: number;

  @Column({ type: 'integer' })
  timemodified!: number;

  /** The part of the software that made it; empty when a person did. */
  @Column({ type: 'varchar', length: 100, default: '' })
  component!: string;

  @Column({ type: 'integer', default: 0 })
  itemid!: number;
}
