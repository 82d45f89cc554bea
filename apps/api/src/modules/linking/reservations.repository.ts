import { Injectable } from '@nestjs/common';
import { Clock, isUniqueViolation } from '@pulsetech/server-kit';
import { DataSource, type EntityManager, type Repository } from 'typeorm';
import { AccountReservationEntity } from './account-reservation.entity.js';

export interface AccountReservation {
  readonly discordId: string;
  readonly username: string;
  readonly email: string;
}

@Injectable()
export class ReservationsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async find(discordId: string): Promise<AccountReservation | null> {
    const row = await this.rows().findOneBy({ discord_id: discordId });
    return row && { discordId, username: row.username, email: row.email };
  }

  /** Stores the reservation, unless there is one already; returns whichever counts. */
  async reserve(reservation: AccountReservation): Promise<AccountReservation> {
    try {
      await this.rows().insert({
        discord_id: reservation.discordId,
        username: reservation.username,
        email: reservation.email,
        timecreated: this.clock.nowSeconds(),
      });
      return reservation;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return (await this.find(reservation.discordId)) ?? this.reserve(reservation);
    }
  }

  /** Gives up a username that somebody else has got. */
  async rename({ discordId, username }: AccountReservation, to: string): Promise<void> {
    await this.rows().update({ discord_id: discordId, username }, { username: to });
  }

  async remove(discordId: string, tx?: EntityManager): Promise<void> {
    await this.rows(tx).delete({ discord_id: discordId });
  }

  private rows(tx?: EntityManager): Repository<AccountReservationEntity> {
    return (tx ?? this.dataSource).getRepository(AccountReservationEntity);
  }
}
