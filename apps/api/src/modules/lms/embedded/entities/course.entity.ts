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

  /** This site has one category, 1. */
  @Column({ type: 'integer', default: 1 })
  category!: number;

  @Column({ type: 'varchar', length: 100, default: '' })
  idnumber!: string;

  @Column({ type: 'text', nullable: true })
  summary!: string | null;

  /** Moodle's FORMAT numbers: 0 Moodle's own, 1 HTML, 2 plain, 4 Markdown. */
  @Column({ type: 'integer', default: 0 })
  summaryformat!: number;

  /** How the course is laid out, a word of Moodle's. */
  @Column({ type: 'varchar', length: 21, default: 'topics' })
  format!: string;

  @Column({ type: 'integer', default: 1 })
  showgrades!: number;

  /** Unix seconds; 0 for no date. */
  @Column({ type: 'integer', default: 0 })
  startdate!: number;

  @Column({ type: 'integer', default: 0 })
  enddate!: number;

  @Column({ type: 'integer', default: 0 })
  marker!: number;

  /** The language that the course forces; empty for none. */
  @Column({ type: 'varchar', length: 30, default: '' })
  lang!: string;

  @Column({ type: 'integer', default: 0 })
  enablecompletion!: number;

  @Column({ type: 'integer', default: 0 })
  showactivitydates!: number;

  @Column({ type: 'integer', default: 1 })
  showcompletionconditions!: number;
}
