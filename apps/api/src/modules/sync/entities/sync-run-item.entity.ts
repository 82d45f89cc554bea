import type { RunItemState } from '@pulsetech/contracts';
import type { Because, GrantKind } from '@pulsetech/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One thing that a run collected to take from a user, or that a dry run would give or take. */
@Entity('sync_run_items')
@Index('sync_run_items_state_ix', ['runid', 'state', 'userid'])
export class SyncRunItemEntity {
  @PrimaryColumn({ type: 'integer' })
  runid!: number;

  @PrimaryColumn({ type: 'integer' })
  userid!: number;

  @PrimaryColumn({ type: 'varchar', length: 16 })
  kind!: GrantKind;

  @PrimaryColumn({ type: 'integer' })
  targetid!: number;

  @PrimaryColumn({ type: 'integer', default: 0 })
  roleid!: number;

  @Column({ type: 'varchar', length: 8 })
  action!: 'grant' | 'revoke';

  @Column({ type: 'integer', nullable: true })
  mappingid!: number | null;

  @Column({ type: 'varchar', length: 32 })
  because!: Because;

  @Column({ type: 'varchar', length: 16 })
  state!: RunItemState;

  @Column({ type: 'text', nullable: true })
  detail!: string | null;
}
