import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A person of the embedded LMS, shaped as Moodle's `user`. Deleted people keep their row. */
@Entity('lms_user')
@Index('lms_user_username_uix', ['username'], { unique: true })
@Index('lms_user_emailkey_ix', ['emailkey'])
export class UserEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  /** How the person proves who they are: `manual` by password, `oauth2` by Discord only. */
  @Column({ type: 'varchar', length: 20 })
  auth!: string;

  @Column({ type: 'integer', default: 0 })
  confirmed!: number;

  @Column({ type: 'integer', default: 0 })
  deleted!: number;

  @Column({ type: 'integer', default: 0 })
  suspended!: number;

  @Column({ type: 'varchar', length: 100 })
  username!: string;

  /** argon2id in PHC notation; empty when no password was ever set. */
  @Column({ type: 'varchar', length: 255, default: '' })
  password!: string;

  @Column({ type: 'varchar', length: 100 })
  firstname!: string;

  @Column({ type: 'varchar', length: 100 })
  lastname!: string;

  @Column({ type: 'varchar', length: 100 })
  email!: string;

  /** The address in lower case, so that it is found by an index whatever the letters' case. */
  @Column({ type: 'varchar', length: 100 })
  emailkey!: string;

  @Column({ type: 'integer' })
  timecreated!: number;

  @Column({ type: 'integer' })
  timemodified!: number;
}
