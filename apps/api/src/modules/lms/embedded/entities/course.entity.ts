import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_course')
@Index('lms_course_shortname_uix', ['shortname'], { unique: true })
export class CourseEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 255 })
  shortname!: string;

  @Column({ type: 'varchar', length: 254 })
  fullname!: string;

  /** 0 hides the course from those who only learn in it. */
  @Column({ type: 'integer', default: 1 })
  visible!: number;

  /** Smaller comes first; among equals the newest course comes first. */
  @Column({ type: 'integer', default: 0 })
  sortorder!: number;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
