import type { RunCause, RunPhase, RunState } from '@pulsetech/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One synchronisation of everybody. */
@Entity('sync_runs')
@Index('sync_runs_state_ix', ['state'])
export class SyncRunEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 16 })
  cause!: RunCause;

  @Column({ type: 'varchar', length: 32 })
  state!: RunState;

  /** Where it stands, so that another process can go on from there; null when it ended. */
  @Column({ type: 'varchar', length: 16, nullable: true })
  phase!: RunPhase | null;

  /** 1: nothing is applied. */
  @Column({ type: 'integer', default: 0 })
  dry!: number;

  /** The run whose changes this one reverses. */
  @Column({ type: 'integer', nullable: true })
  undoes!: number | null;

  /** The last Discord id that was walked, or the last user id of the phases after the walk. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  cursor_id!: string | null;

  /** The billing server's snapshot that the walk reads. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  snapshotid!: string | null;

  /** The Discord server that it is about; null before the licence was looked at. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  guildid!: string | null;

  /** The mapped Discord roles that existed when it began, as a JSON array. */
  @Column({ type: 'text', nullable: true })
  roles!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'integer', default: 0 })
  membersread!: number;

  @Column({ type: 'integer', nullable: true })
  memberstotal!: number | null;

  @Column({ type: 'integer', default: 0 })
  users!: number;

  @Column({ type: 'integer', default: 0 })
  userstotal!: number;

  /** Linked users whom the LMS did not show. */
  @Column({ type: 'integer', default: 0 })
  missing!: number;

  @Column({ type: 'integer', default: 0 })
  enrolled!: number;

  @Column({ type: 'integer', default: 0 })
  unenrolled!: number;

  @Column({ type: 'integer', default: 0 })
  errors!: number;

  @Column({ type: 'integer', default: 0 })
  removals!: number;

  @Column({ type: 'integer', default: 0 })
  removed!: number;

  @Column({ type: 'integer', default: 0 })
  spared!: number;

  /** Links that it removed of users whom the LMS no longer has. */
  @Column({ type: 'integer', default: 0 })
  unlinked!: number;

  /** 1: it was stopped, and what it did is counted once nobody carries it out any more. */
  @Column({ type: 'integer', default: 0 })
  leaving!: number;

  /** Why it is held: a JSON array of RemovalStop. */
  @Column({ type: 'text', nullable: true })
  stops!: string | null;

  @Column({ type: 'integer', nullable: true })
  decidedby!: number | null;

  @Column({ type: 'integer', nullable: true })
  timedecided!: number | null;

  /** The user who began it by hand. */
  @Column({ type: 'integer', nullable: true })
  startedby!: number | null;

  @Column({ type: 'integer' })
  timestarted!: number;

  @Column({ type: 'integer', nullable: true })
  timefinished!: number | null;
}
