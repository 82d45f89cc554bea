import { Injectable } from '@nestjs/common';
import { LmsError } from '../lms/lms.errors.js';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import type { DiscordProfile } from './discord-profile.js';
import { LinkingError } from './linking.errors.js';
import { LinksRepository } from './links.repository.js';
import { accountEmail, personNames, usernameCandidates } from './new-account.js';
import { ReservationsRepository, type AccountReservation } from './reservations.repository.js';

const MAX_ATTEMPTS = 10;

/**
 * Makes accounts for Discord users. The intent is stored first, so that two tabs at once, or a crash between the account
 * and its link, end with one account.
 */
@Injectable()
export class AccountCreation {
  constructor(
    private readonly reservations: ReservationsRepository,
    private readonly links: LinksRepository,
    private readonly lms: LmsPort,
  ) {}

  /** The account that was begun for this Discord user and not linked yet. */
  async findBegun(discordId: string): Promise<LmsUser | null> {
    const reservation = await this.reservations.find(discordId);
    return reservation && (await this.accountOf(reservation));
  }

  /**
   * The new account, or the one that another request just made. It must be linked next, which ends the reservation.
   * Null when the Discord user has got a link in the meantime.
   */
  async create(profile: DiscordProfile): Promise<LmsUser | null> {
    await this.reservations.reserve({
      discordId: profile.id,
      username: await this.freeUsername(profile),
      email: accountEmail(profile).email,
    });
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const reservation = await this.reservations.find(profile.id);
      // Whoever made the link removed the reservation in the same transaction, so this look is conclusive.
      if (reservation === null || (await this.links.findByDiscordId(profile.id)) !== null) {
        await this.reservations.remove(profile.id);
        return null;
      }
      const account = (await this.accountOf(reservation)) ?? (await this.tryToMake(reservation, profile));
      if (account !== null) return account;
      await this.giveUpTakenName(reservation, profile);
    }
    throw new LinkingError('linking_busy');
  }

  private async tryToMake({ username, email }: AccountReservation, profile: DiscordProfile): Promise<LmsUser | null> {
    const confirmed = !email.endsWith('@discord.invalid');
    try {
      return await this.lms.createUser({ username, email, confirmed, ...personNames(profile) });
    } catch (error) {
      if (error instanceof LmsError && error.code === 'username_taken') return null;
      throw error;
    }
  }

  private async giveUpTakenName(reservation: AccountReservation, profile: DiscordProfile): Promise<void> {
    if ((await this.accountOf(reservation)) !== null) return;
    await this.reservations.rename(reservation, await this.freeUsername(profile));
  }

  /** The account under the reserved username, if it is the one that the reservation is about. */
  private async accountOf({ username, email }: AccountReservation): Promise<LmsUser | null> {
    const account = await this.lms.findUserByUsername(username);
    if (account?.email !== email) return null;
    return (await this.links.findByUserId(account.id)) === null ? account : null;
  }

  private async freeUsername(profile: DiscordProfile): Promise<string> {
    let candidate = '';
    for (candidate of usernameCandidates(profile)) {
      if ((await this.lms.findUserByUsername(candidate)) === null) break;
    }
    return candidate;
  }
}
