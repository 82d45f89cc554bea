import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A revocation that Discord has not been told yet. */
@Entity({ name: 'oauth_pending_revocations' })
export class PendingRevocationEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index('ix_oauth_pending_revocations_user')
  @Column({ name: 'discord_user_id', type: 'varchar', length: 20 })
  discordUserId!: string;

  @Column({ name: 'token_sealed', type: 'text' })
  tokenSealed!: string;

  @Column({ type: 'integer' })
  attempts!: number;

  @Index('ix_oauth_pending_revocations_next')
  @Column({ name: 'next_attempt_at', type: 'integer' })
  nextAttemptAt!: number;

  @Column({ name: 'created_at', type: 'integer' })
  createdAt!: number;

  /** Until then one process is telling Discord. */
  @Column({ name: 'claimed_until', type: 'integer', nullable: true })
  claimedUntil!: number | null;
}
