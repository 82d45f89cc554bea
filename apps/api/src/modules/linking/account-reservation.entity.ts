import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The intent to make an account for a Discord user, written before the LMS is asked and removed with the link: a second
 * tab, or a start after a crash, finds the account that was begun instead of making another.
 */
@Entity('linking_reservations')
export class AccountReservationEntity {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  discord_id!: string;

  @Column({ type: 'varchar', length: 100 })
  username!: string;

  @Column({ type: 'varchar', length: 100 })
  email!: string;

  @Column({ type: 'integer' })
  timecreated!: number;
}
