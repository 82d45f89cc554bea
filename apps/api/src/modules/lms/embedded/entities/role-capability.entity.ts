import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_role_capabilities')
@Index('lms_role_capabilities_uix', ['roleid', 'contextid', 'capability'], { unique: true })
export class RoleCapabilityEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  contextid!: number;

  @Column({ type: 'integer' })
  roleid!: number;

  @Column({ type: 'varchar', length: 255 })
  capability!: string;

  /** 1 allows, -1 prevents, -1000 prohibits whatever another role allows, as in Moodle. */
  @Column({ type: 'integer' })
  permission!: number;
}
