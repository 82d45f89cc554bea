import type { RunDto, RunState } from '@pulsetech/contracts';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One synchronisation of everybody. */
@Entity('sync_runs')
export class SyncRunEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 16 })
  cause!: RunDto['cause'];

  @Column({ type: 'varchar', length: 32 })
  state!: RunState;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'integer', default: 0 })
  users!: number;

  @Column({ type: 'integer', default: 0 })
  enrolled!: number;

  @Column({ type: 'integer', default: 0 })
  unenrolled!: number;

  @Column({ type: 'integer', default: 0 })
  errors!: number;

  @Column({ type: 'integer' })
  timestarted!: number;

  @Column({ type: 'integer', nullable: true })
  timefinished!: number | null;
}
