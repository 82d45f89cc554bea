import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Where a role is held: the whole site (level 10) or one course (level 50), as in Moodle. */
@Entity('lms_context')
@Index('lms_context_level_instance_uix', ['contextlevel', 'instanceid'], { unique: true })
export class ContextEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  contextlevel!: number;

  @Column({ type: 'integer' })
  instanceid!: number;
}
