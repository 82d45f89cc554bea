import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type StoredObservation = 'member' | 'pending' | 'guest' | 'absent' | 'unknown';

/**
 * The last observation of a user in a Discord server that was applied; with `unknown`, roles and time are still those of the
 * last good one.
 */
@Entity('sync_states', { withoutRowid: true })
export class SyncStateEntity {
  @PrimaryColumn({ type: 'integer' })
  userid!: number;

  /** The Discord server; empty where none was known. */
  @PrimaryColumn({ type: 'varchar', length: 32 })
  guild_id!: string;

  @Column({ type: 'varchar', length: 32 })
  discord_id!: string;

  @Column({ type: 'bigint', transformer: safeInteger })
  observed_at_ms!: number;

  @Column({ type: 'varchar', length: 16 })
  observation!: StoredObservation;

  /** Discord role ids as a JSON array. */
  @Column({ type: 'text' })
  roles!: string;

  /** For `unknown`: the reason. */
  @Column({ type: 'text', nullable: true })
  detail!: string | null;

  @Column({ type: 'integer' })
  timemodified!: number;
}
