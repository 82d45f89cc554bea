import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_cohort_members')
@Index('lms_cohort_members_uix', ['userid', 'cohortid'], { unique: true })
@Index('lms_cohort_members_cohort_ix', ['cohortid'])
export class CohortMemberEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  cohortid!: number;

  @Column({ type: 'integer' })
  userid!: number;

  @Column({ type: 'integer' })
  timeadded!: number;

  /** The part of the software that added the member; empty when a person did. */
  @Column({ type: 'varchar', length: 100, default: '' })
  component!: string;
}
