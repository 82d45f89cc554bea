import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A browser's session, shaped as Moodle's `sessions`. */
@Entity('sessions')
@Index('sessions_sid_uix', ['sid'], { unique: true })
@Index('sessions_userid_ix', ['userid'])
@Index('sessions_timemodified_ix', ['timemodified'])
export class SessionEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** SHA-256 of the session id, so that nobody who reads the table can use a session. */
  @Column({ type: 'varchar', length: 64 })
  sid!: string;

  /** 0 while nobody is signed in. */
  @Column({ type: 'integer', default: 0 })
  userid!: number;

  @Column({ type: 'text' })
  sessdata!: string;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;

  @Column({ type: 'varchar', length: 45, default: '' })
  firstip!: string;

  @Column({ type: 'varchar', length: 45, default: '' })
  lastip!: string;
}
