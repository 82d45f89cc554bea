import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One way into one course. A course has each method at most once. */
@Entity('lms_enrol')
@Index('lms_enrol_course_method_uix', ['courseid', 'enrol'], { unique: true })
export class EnrolEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** The method: `manual`, `self`, … */
  @Column({ type: 'varchar', length: 20 })
  enrol!: string;

  /** 0 enabled, 1 disabled, as in Moodle. */
  @Column({ type: 'integer', default: 0 })
  status!: number;

  @Column({ type: 'integer' })
  courseid!: number;

  /** The role that the method gives by default. */
  @Column({ type: 'integer', default: 0 })
  roleid!: number;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
