import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One error of a run, in words: of one user, or of the run. */
@Entity('sync_run_problems')
@Index('sync_run_problems_runid_ix', ['runid'])
export class SyncRunProblemEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  runid!: number;

  @Column({ type: 'integer', nullable: true })
  userid!: number | null;

  @Column({ type: 'text' })
  message!: string;
}
