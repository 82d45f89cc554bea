import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A lease that one process holds until it gives it back or it runs out. */
@Entity('locks')
export class LockEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  name!: string;

  @Column({ type: 'varchar', length: 32 })
  owner!: string;

  @Column({ type: 'bigint', transformer: safeInteger })
  expires_at_ms!: number;
}
