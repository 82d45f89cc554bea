import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { SnapshotEntity } from './snapshot.entity.js';

/** One page of a walk, up to 1000 members. */
@Entity({ name: 'guild_snapshot_pages' })
export class SnapshotPageEntity {
  @ForeignKey(() => SnapshotEntity, {
    name: 'fk_guild_snapshot_pages_snapshot',
    onDelete: 'CASCADE',
    onUpdate: 'NO ACTION',
  })
  @PrimaryColumn({ name: 'snapshot_id', type: 'integer' })
  snapshotId!: number;

  /** 0 for the first page. Two walkers of one snapshot cannot both write a page. */
  @PrimaryColumn({ type: 'integer' })
  number!: number;

  /** The highest id of the page; the page tells of everybody above the page before it up to here. */
  @Column({ name: 'last_id', type: 'varchar', length: 20 })
  lastId!: string;

  @Column({ type: 'integer' })
  members!: number;

  /** When Discord was asked for it, Unix milliseconds. */
  @Column({ name: 'read_at_ms', type: 'bigint', transformer: safeInteger })
  readAt!: number;

  /** MemberPage's bytes, sealed. */
  @Column({ type: 'text' })
  sealed!: string;
}
