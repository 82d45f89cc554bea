import { Injectable, Logger } from '@nestjs/common';
import type { UnlinkDto } from '@pulsetech/contracts';
import { discordName } from '@pulsetech/domain';
import { isUniqueViolation, Transactions } from '@pulsetech/server-kit';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import { SettingsService } from '../settings/settings.service.js';
import { DeletedUsers } from '../sync/user/deleted-users.js';
import { SyncService } from '../sync/user/sync.service.js';
import { TakingBackService } from '../sync/user/taking-back.service.js';
import { SyncViewService } from '../sync/view/sync-view.service.js';
import { AccountCreation } from './account-creation.service.js';
import type { DiscordLink, DiscordTokens, LinkProfile } from './discord-link.js';
import type { DiscordProfile } from './discord-profile.js';
import { DiscordTokensService } from './discord-tokens.service.js';
import { ForgottenMembers } from './forgotten-members.js';
import { LinkingError } from './linking.errors.js';
import { LinksRepository } from './links.repository.js';
import { ReservationsRepository } from './reservations.repository.js';

/** How often a decision is made anew when another request changed the links in between. */
const MAX_ATTEMPTS = 5;

/** Who belongs to which Discord account: one user, one account, both ways. */
@Injectable()
export class LinkingService {
  private readonly logger = new Logger(LinkingService.name);

  constructor(
    private readonly links: LinksRepository,
    private readonly reservations: ReservationsRepository,
    private readonly accounts: AccountCreation,
    private readonly tokens: DiscordTokensService,
    private readonly settings: SettingsService,
    private readonly lms: LmsPort,
    private readonly sync: SyncService,
    private readonly takingBack: TakingBackService,
    private readonly deleted: DeletedUsers,
    private readonly forgotten: ForgottenMembers,
    private readonly views: SyncViewService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * The user that a Discord account may sign in as: the linked one, the one with the same verified e-mail address where
   * the site allows it, or a new one where the site allows that.
   *
   * @throws LinkingError for everybody who may not enter
   */
  async signInWithDiscord(profile: DiscordProfile, tokens: DiscordTokens): Promise<number> {
    const userId = await this.settled(async () => {
      const known = await this.linkOf(profile.id);
      return known ? this.enter(known, profile, tokens) : this.enterAsNew(profile, tokens);
    });
    await this.syncQuietly(userId, 'login');
    return userId;
  }

  /**
   * Links the Discord account to a user who is signed in. `keepSid`: the session that asks, which survives the sync.
   *
   * @throws LinkingError `discord_account_taken`, `already_linked`, `account_suspended`
   */
  async link(userId: number, profile: DiscordProfile, tokens: DiscordTokens, keepSid?: string): Promise<void> {
    await this.settled(async () => {
      const known = await this.linkOf(profile.id);
      if (known && known.userId !== userId) throw new LinkingError('discord_account_taken');
      if (known) return this.remember(userId, profile, tokens);
      if ((await this.links.findByUserId(userId)) !== null) throw new LinkingError('already_linked');
      await this.insert(userId, profile, tokens);
      return true;
    });
    await this.syncQuietly(userId, 'link', keepSid);
  }

  /**
   * Takes back what the link gave, ends the authorisation at Discord, and forgets the link. When something could not be
   * taken back the link stays, so that it can be tried again. `keepSid`: the session that asks, which goes on.
   *
   * @throws LinkingError `not_linked`, `no_other_way_in`, `unlink_incomplete`
   */
  async unlink(userId: number, keepSid?: string): Promise<UnlinkDto> {
    const link = await this.links.findByUserId(userId);
    if (link === null) throw new LinkingError('not_linked');
    const obstacle = await this.obstacleToUnlinking(userId);
    if (obstacle) throw obstacle;
    const revocation = {
      userId,
      discordId: link.discordId,
      cause: 'unlink',
      ...(keepSid === undefined ? {} : { keepSid }),
    } as const;
    const { result, problems, reports } = await this.takingBack.revokeAll(revocation);
    if (!result.success) throw unlinkIncomplete(problems);
    await this.tokens.revoke(userId);
    await this.links.remove(userId, link.discordId);
    this.forgotten.forget(link.discordId);
    this.logger.log(`User ${userId} unlinked Discord account ${link.discordId}`);
    // Until the link was gone, a synchronisation on its way may have given something again.
    const late = await this.takingBack.revokeAll({ ...revocation, discordId: null });
    return {
      ...(await this.views.coursesLost([...reports, ...late.reports])),
      problems: [...problems, ...late.problems],
    };
  }

  /** Why this user may not unlink: nobody could sign in to the account any more. Null when nothing stands in the way. */
  async obstacleToUnlinking(userId: number): Promise<LinkingError | null> {
    const [user] = await this.lms.findUsersByIds([userId]);
    return user?.hasPassword === false ? new LinkingError('no_other_way_in') : null;
  }

  /** The link of a Discord account to a user who exists; one to a user who was deleted is forgotten here. */
  private async linkOf(discordId: string): Promise<DiscordLink | null> {
    const link = await this.links.findByDiscordId(discordId);
    if (link === null) return null;
    const [user] = await this.lms.findUsersByIds([link.userId]);
    if (user) return link;
    await this.deleted.forget({ userId: link.userId, discordId });
    return null;
  }

  private async enter({ userId }: DiscordLink, profile: DiscordProfile, tokens: DiscordTokens): Promise<number> {
    const [user] = await this.lms.findUsersByIds([userId]);
    if (!user || user.suspended) throw new LinkingError('account_suspended');
    await this.remember(userId, profile, tokens);
    return userId;
  }

  private async enterAsNew(profile: DiscordProfile, tokens: DiscordTokens): Promise<number | null> {
    const user =
      (await this.accounts.findBegun(profile.id)) ??
      (await this.matchByEmail(profile)) ??
      (await this.createAccount(profile));
    if (user === null) return null;
    if (user.suspended) throw new LinkingError('account_suspended');
    await this.insert(user.id, profile, tokens);
    return user.id;
  }

  /**
   * The one confirmed, active account with the address that Discord verified, where the site links by e-mail. Never an
   * account that administers something: an address must not be enough to become an administrator. Nobody is looked for
   * by an address that is not proved, or else everybody could find out who has an account.
   */
  private async matchByEmail(profile: DiscordProfile): Promise<LmsUser | null> {
    if (profile.email === null || !profile.verified) return null;
    const owners = await this.lms.findUsersByEmail(profile.email);
    if (owners.length === 0) return null;
    const { linkByEmail } = await this.settings.get();
    const [match, ...others] = owners.filter(({ confirmed, suspended }) => confirmed && !suspended);
    const allowed = linkByEmail && isPlain(profile.email) && match !== undefined && others.length === 0;
    if (!allowed || (await this.lms.isPrivileged(match.id)) || (await this.links.findByUserId(match.id)) !== null) {
      if (await this.entersElsewhere(profile.id)) return null;
      throw new LinkingError('email_in_use');
    }
    return match;
  }

  /** Whether another tab of the person has made the account, or linked it, since it was looked for. */
  private async entersElsewhere(discordId: string): Promise<boolean> {
    return (
      (await this.accounts.findBegun(discordId)) !== null || (await this.links.findByDiscordId(discordId)) !== null
    );
  }

  private async createAccount(profile: DiscordProfile): Promise<LmsUser | null> {
    const { autoCreate } = await this.settings.get();
    if (!autoCreate) throw new LinkingError('account_not_found');
    const created = await this.accounts.create(profile);
    if (created) this.logger.log(`User ${created.id} was created for Discord account ${profile.id}`);
    return created;
  }

  /** Stores the link; an account that was begun for it is finished in the same transaction. */
  private async insert(userId: number, profile: DiscordProfile, tokens: DiscordTokens): Promise<void> {
    const sealed = this.tokens.seal(tokens);
    await this.transactions.run(async (tx) => {
      await this.links.insert({ userId, discordId: profile.id, ...storedProfile(profile), tokens: sealed }, tx);
      await this.reservations.remove(profile.id, tx);
    });
    this.logger.log(`User ${userId} is linked to Discord account ${profile.id}`);
  }

  private async remember(userId: number, profile: DiscordProfile, tokens: DiscordTokens): Promise<true> {
    await this.links.update(userId, storedProfile(profile), this.tokens.seal(tokens));
    return true;
  }

  /** Decides again from the start when another request linked the same user or account first (null says so, too). */
  private async settled<T>(decide: () => Promise<T | null>): Promise<T> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        const decided = await decide();
        if (decided !== null) return decided;
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
      }
    }
    throw new LinkingError('linking_busy');
  }

  /** What Discord gives is a gift on top: without it the person still gets in. */
  private async syncQuietly(userId: number, cause: 'login' | 'link', keepSid?: string): Promise<void> {
    try {
      await this.sync.observeAndSync({ userId, cause, ...(keepSid === undefined ? {} : { keepSid }) });
    } catch (error) {
      this.logger.warn({ err: error }, `User ${userId} could not be synchronised after ${cause}`);
    }
  }
}

/** ASCII only: mail servers differ in which other letters are the same to them. */
function isPlain(email: string): boolean {
  return /^[\x21-\x7e]+$/.test(email);
}

function unlinkIncomplete(problems: readonly string[]): LinkingError {
  return new LinkingError(
    'unlink_incomplete',
    `Your Discord account is still linked, because not everything that it gave could be taken back. ${problems.join(' ')} Try again in a few minutes.`,
  );
}

export function storedProfile(profile: DiscordProfile): LinkProfile {
  return { username: discordName(profile), avatar: profile.avatar };
}
