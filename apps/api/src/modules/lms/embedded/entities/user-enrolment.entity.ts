import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_user_enrolments')
@Index('lms_user_enrolments_uix', ['userid', 'enrolid'], { unique: true })
@Index('lms_user_enrolments_enrol_ix', ['enrolid'])
export class UserEnrolmentEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** 0 active, 1 suspended, as in Moodle. */
  @Column({ type: 'integer', default: 0 })
  status!: number;

  @Column({ type: 'integer' })
  enrolid!: number;

  @Column({ type: 'integer' })
  userid!: number;

  @Column({ type: 'integer', default: 0 })
  timestart!: number;

  /** 0 for an enrolment that does not end. */
  @Column({ type: 'integer', default: 0 })
  timeend!: number;

  /** Who made it; 0 for this integration. */
  @Column({ type: 'integer', default: 0 })
  modifierid!: number;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
