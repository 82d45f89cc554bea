import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A person of the embedded LMS, shaped as Moodle's `user`. Deleted people keep their row. */
@Entity('lms_user')
@Index('lms_user_username_uix', ['username'], { unique: true })
@Index('lms_user_emailkey_ix', ['emailkey'])
@Index('lms_user_idnumber_ix', ['idnumber'])
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

  /** What another system knows the person by. */
  @Column({ type: 'varchar', length: 255, default: '' })
  idnumber!: string;

  @Column({ type: 'varchar', length: 20, default: '' })
  phone1!: string;

  @Column({ type: 'varchar', length: 20, default: '' })
  phone2!: string;

  @Column({ type: 'varchar', length: 255, default: '' })
  institution!: string;

  @Column({ type: 'varchar', length: 255, default: '' })
  department!: string;

  @Column({ type: 'varchar', length: 255, default: '' })
  address!: string;

  @Column({ type: 'varchar', length: 120, default: '' })
  city!: string;

  /** ISO 3166-1 alpha-2; empty when not told. */
  @Column({ type: 'varchar', length: 2, default: '' })
  country!: string;

  @Column({ type: 'varchar', length: 30, default: 'en' })
  lang!: string;

  @Column({ type: 'varchar', length: 50, default: '' })
  theme!: string;

  /** Name of the time zone; 99 for that of the site, as in Moodle. */
  @Column({ type: 'varchar', length: 100, default: '99' })
  timezone!: string;

  /** Unix seconds; 0 for somebody who was never here. */
  @Column({ type: 'integer', default: 0 })
  firstaccess!: number;

  @Column({ type: 'integer', default: 0 })
  lastaccess!: number;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  /** Moodle's FORMAT numbers: 0 Moodle's own, 1 HTML, 2 plain, 4 Markdown. */
  @Column({ type: 'integer', default: 1 })
  descriptionformat!: number;

  /** 1 for mails with markup, 0 for plain ones. */
  @Column({ type: 'integer', default: 1 })
  mailformat!: number;

  /** Who sees the address: 0 nobody, 1 everybody, 2 those with a course in common. */
  @Column({ type: 'integer', default: 2 })
  maildisplay!: number;

  @Column({ type: 'integer', default: 0 })
  trackforums!: number;
}
