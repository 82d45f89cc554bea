import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A web service token; only its hash is kept. Times are Unix seconds. */
@Entity('external_tokens')
@Index('external_tokens_hash_uix', ['token_hash'], { unique: true })
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
}
