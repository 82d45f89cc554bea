import type { SnapshotState } from '@pulsetech/contracts';
import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { GuildErrorCode } from '../guilds.errors.js';

/** One reading of a guild's members. What it met is in its pages, one row each. */
@Entity({ name: 'guild_snapshots' })
@Index('ix_guild_snapshots_guild', ['guildId', 'startedAt'])
export class SnapshotEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** The name that sites know it by. */
  @Index('uq_guild_snapshots_public_id', { unique: true })
  @Column({ name: 'public_id', type: 'varchar', length: 36 })
  publicId!: string;

  @Column({ name: 'guild_id', type: 'varchar', length: 20 })
  guildId!: string;

  @Column({ type: 'varchar', length: 16 })
  kind!: 'walk' | 'single_reads';

  @Column({ type: 'varchar', length: 16 })
  state!: SnapshotState;

  /** Why it failed. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  failure!: GuildErrorCode | null;

  /** Written when the walk ends; until then the pages tell. */
  @Column({ name: 'members_read', type: 'integer' })
  membersRead!: number;

  @Column({ name: 'members_total', type: 'integer', nullable: true })
  membersTotal!: number | null;

  /** What the guild said before the walk how many members hold each role: JSON, sealed; null when it did not say. */
  @Column({ name: 'counts_sealed', type: 'text', nullable: true })
  countsSealed!: string | null;

  /** SnapshotProof as JSON, sealed. */
  @Column({ name: 'proof_sealed', type: 'text', nullable: true })
  proofSealed!: string | null;

  @Column({ name: 'started_at_ms', type: 'bigint', transformer: safeInteger })
  startedAt!: number;

  @Column({ name: 'finished_at_ms', type: 'bigint', nullable: true, transformer: safeInteger })
  finishedAt!: number | null;

  /** When it was last walked on or looked into, within a few minutes. */
  @Index('ix_guild_snapshots_used')
  @Column({ name: 'used_at_ms', type: 'bigint', transformer: safeInteger })
  usedAt!: number;
}
