import type { SyncCause } from '@pulsetech/contracts';
import type { Because, GrantKind, Report } from '@pulsetech/domain';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What was done for whom, when, why: the record from which "why does she have this course?" is answered. */
@Entity('sync_changes')
@Index('sync_changes_userid_ix', ['userid'])
@Index('sync_changes_runid_ix', ['runid'])
@Index('sync_changes_timecreated_ix', ['timecreated'])
@Index('sync_changes_targetid_ix', ['targetid'])
export class SyncChangeEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  userid!: number;

  @Column({ type: 'varchar', length: 16 })
  action!: Report['action'];

  @Column({ type: 'varchar', length: 16 })
  kind!: GrantKind;

  @Column({ type: 'integer' })
  targetid!: number;

  @Column({ type: 'integer', default: 0 })
  roleid!: number;

  @Column({ type: 'integer', nullable: true })
  mappingid!: number | null;

  @Column({ type: 'varchar', length: 16 })
  cause!: SyncCause;

  @Column({ type: 'integer', nullable: true })
  runid!: number | null;

  /** Null in rows of before reasons were recorded. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  because!: Because | null;

  /** The Discord role of the mapping, which may be deleted later. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  discord_role_id!: string | null;

  @Column({ type: 'integer' })
  timecreated!: number;
}
