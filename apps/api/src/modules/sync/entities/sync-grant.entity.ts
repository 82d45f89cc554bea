import type { GrantKind, GrantOrigin, GrantState } from '@pulsetech/domain';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One row of the ledger. */
@Entity('sync_grants')
@Index('sync_grants_uix', ['userid', 'kind', 'targetid', 'roleid'], { unique: true })
@Index('sync_grants_state_ix', ['state'])
export class SyncGrantEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  userid!: number;

  @Column({ type: 'varchar', length: 16 })
  kind!: GrantKind;

  @Column({ type: 'integer' })
  targetid!: number;

  @Column({ type: 'integer', default: 0 })
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
