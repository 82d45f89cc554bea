import type { TokenKind } from '@pulsetech/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A web service token; only its hash is kept. Times are Unix seconds. */
@Entity('external_tokens')
@Index('external_tokens_hash_uix', ['token_hash'], { unique: true })
@Index('external_tokens_service_uix', ['userid', 'service'], { unique: true })
export class ExternalTokenEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 100 })
  name!: string;

  @Column({ type: 'varchar', length: 64 })
  token_hash!: string;

  /** Whose rights the token has. */
  @Column({ type: 'integer' })
  userid!: number;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer', nullable: true })
  lastaccess!: number | null;

  @Column({ type: 'varchar', length: 10, default: 'bot' })
  kind!: TokenKind;

  /** The functions that it may call, as a JSON list; null for all. */
  @Column({ type: 'text', nullable: true })
  functions!: string | null;

  /** The last second in which it works; null for ever. */
  @Column({ type: 'integer', nullable: true })
  valid_until!: number | null;

  /** When it was refused for the first time because it had expired. */
  @Column({ type: 'integer', nullable: true })
  expired_at!: number | null;

  /** Where it may be used from, in Moodle's syntax; null for anywhere. */
  @Column({ type: 'text', nullable: true })
  ip_restriction!: string | null;

  /** Short name of the service that a login token is for; null for the other kinds. */
  @Column({ type: 'varchar', length: 100, nullable: true })
  service!: string | null;

  /** What a login token is derived from, with the encryption key of the id beside it; null for the other kinds. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  nonce!: string | null;

  @Column({ type: 'varchar', length: 32, nullable: true })
  key_id!: string | null;

  /** Who made it; null when it was made on the command line, or before this was noted. */
  @Column({ type: 'integer', nullable: true })
  creatorid!: number | null;

  /** Where it was used from when the time of its last use was written. */
  @Column({ type: 'varchar', length: 45, nullable: true })
  lastip!: string | null;
}
