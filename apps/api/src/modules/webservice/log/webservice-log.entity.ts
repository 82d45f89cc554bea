import { safeInteger } from '@pulsetech/server-kit';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Calls of one token, function, outcome and address that came within about a second. Names are those of then. Times are
 * Unix seconds. Each index ends with the time, by which the list is sorted.
 */
@Entity('webservice_log')
@Index('webservice_log_time_ix', ['timelast'])
@Index('webservice_log_token_ix', ['tokenid', 'timelast'])
@Index('webservice_log_username_ix', ['username', 'timelast'])
@Index('webservice_log_function_ix', ['functionname', 'timelast'])
@Index('webservice_log_outcome_ix', ['outcome', 'timelast'])
@Index('webservice_log_failed_ix', ['failed', 'timelast'])
export class WebserviceLogEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer', nullable: true })
  tokenid!: number | null;

  @Column({ type: 'varchar', length: 100, nullable: true })
  tokenname!: string | null;

  @Column({ type: 'integer', nullable: true })
  userid!: number | null;

  @Column({ type: 'varchar', length: 100, nullable: true })
  username!: string | null;

  @Column({ type: 'varchar', length: 200 })
  functionname!: string;

  @Column({ type: 'varchar', length: 64 })
  outcome!: string;

  /** 1 for every outcome but `ok`. */
  @Column({ type: 'integer' })
  failed!: number;

  @Column({ type: 'varchar', length: 64, nullable: true })
  address!: string | null;

  @Column({ type: 'integer' })
  calls!: number;

  /** Microseconds, as most calls take less than a millisecond. */
  @Column({ type: 'bigint', transformer: safeInteger })
  total_us!: number;

  @Column({ type: 'bigint', transformer: safeInteger })
  longest_us!: number;

  @Column({ type: 'integer' })
  timefirst!: number;

  @Column({ type: 'integer' })
  timelast!: number;
}
