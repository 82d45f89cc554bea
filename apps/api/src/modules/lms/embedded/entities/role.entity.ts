import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_role')
@Index('lms_role_shortname_uix', ['shortname'], { unique: true })
export class RoleEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 255 })
  name!: string;

  @Column({ type: 'varchar', length: 100 })
  shortname!: string;

  @Column({ type: 'integer' })
  sortorder!: number;

  /** Moodle's archetype; it decides what the role may be used for. */
  @Column({ type: 'varchar', length: 30 })
  archetype!: string;
}
