import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('lms_cohort')
export class CohortEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 254 })
  name!: string;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
