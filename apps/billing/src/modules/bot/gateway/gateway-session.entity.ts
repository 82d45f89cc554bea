import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row: which process has the gateway, and where the session stands. */
export const THE_GATEWAY = 1;

@Entity({ name: 'gateway_sessions' })
export class GatewaySessionEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  /** The process that may connect: one for each bot, since a bot has one session. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  owner!: string | null;

  @Column({ name: 'owned_until_ms', type: 'bigint', transformer: safeInteger })
  ownedUntil!: number;

  /** GatewaySession as JSON, sealed: who has it hears what the bot hears. */
  @Column({ name: 'session_sealed', type: 'text', nullable: true })
  sessionSealed!: string | null;

  /** Since when the session has been told everything; null: there is none. */
  @Column({ name: 'began_at_ms', type: 'bigint', nullable: true, transformer: safeInteger })
  beganAt!: number | null;
}
