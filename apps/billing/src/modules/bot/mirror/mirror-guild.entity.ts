import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `live`: walked within the gateway's session, so that it has all that was told since. `walking`: will be, when the walk ends
 * and nothing makes it stale before. `stale`: something may be missing.
 */
export type MirrorState = 'live' | 'walking' | 'stale';

/** How well the members of a guild are known. */
@Entity({ name: 'mirror_guilds' })
export class MirrorGuildEntity {
  @PrimaryColumn({ name: 'guild_id', type: 'varchar', length: 20 })
  guildId!: string;

  @Column({ type: 'varchar', length: 16 })
  state!: MirrorState;

  /** Number of the last walk; members that it did not meet have a lower one. */
  @Column({ type: 'integer' })
  walk!: number;

  /** When the last whole walk began; null before the first. */
  @Column({ name: 'walked_at_ms', type: 'bigint', nullable: true, transformer: safeInteger })
  walkedAt!: number | null;
}
