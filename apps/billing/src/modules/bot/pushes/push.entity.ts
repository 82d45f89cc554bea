import type { PushFailure } from '@pulsetech/contracts';
import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LicenceEntity } from '../../licenses/licence.entity.js';

/**
 * A site is to be told about somebody. What is told is what is known when it is sent, so that a burst of changes is one
 * push, and each person has one row at most for each licence.
 */
@Entity({ name: 'pushes' })
@Index('ix_pushes_due', ['dueAt'])
export class PushEntity {
  @ForeignKey(() => LicenceEntity, { name: 'fk_pushes_licence', onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @PrimaryColumn({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @PrimaryColumn({ name: 'discord_user_id', type: 'varchar', length: 20 })
  discordUserId!: string;

  @Column({ name: 'guild_id', type: 'varchar', length: 20 })
  guildId!: string;

  /** Of the latest change: what was delivered before it does not make it delivered. */
  @Column({ type: 'varchar', length: 36 })
  version!: string;

  /** Not for somebody who waits for it: many people at once, such as after a walk. */
  @Column({ type: 'integer' })
  bulk!: number;

  @Column({ name: 'changed_at_ms', type: 'bigint', transformer: safeInteger })
  changedAt!: number;

  @Column({ name: 'due_at_ms', type: 'bigint', transformer: safeInteger })
  dueAt!: number;

  @Column({ type: 'integer' })
  attempts!: number;

  @Column({ name: 'last_failure', type: 'varchar', length: 32, nullable: true })
  lastFailure!: PushFailure | null;

  /** Given up, Unix milliseconds; the next change of that person tries anew. */
  @Column({ name: 'dead_at_ms', type: 'bigint', nullable: true, transformer: safeInteger })
  deadAt!: number | null;
}
