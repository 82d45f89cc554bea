import type { GrantKind, GrantOrigin, GrantState } from '@pulsetech/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One row of the ledger. Its key is what it is about, so that a user's rows lie together. */
@Entity('sync_grants')
@Index('sync_grants_target_ix', ['kind', 'targetid', 'roleid', 'state', 'origin'])
export class SyncGrantEntity {
  @PrimaryColumn({ type: 'integer' })
  userid!: number;

  @PrimaryColumn({ type: 'varchar', length: 16 })
  kind!: GrantKind;

  @PrimaryColumn({ type: 'integer' })
  targetid!: number;

  @PrimaryColumn({ type: 'integer', default: 0 })
  roleid!: number;

  @Column({ type: 'varchar', length: 16 })
  origin!: GrantOrigin;

  @Column({ type: 'varchar', length: 16 })
  state!: GrantState;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
