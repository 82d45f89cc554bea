import { Injectable, Logger } from '@nestjs/common';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { PendingRevocationsRepository } from './pending-revocations.repository.js';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { RelayRequestsRepository } from './relay-requests.repository.js';
import { RelayRevocationService } from './relay-revocation.service.js';
import { RelayTokensBox } from './relay-tokens-box.js';

/** Grants that are deleted in one transaction. */
const AT_ONCE = 200;

/** Deletes what the relay keeps of a person, or for a site. */
@Injectable()
export class RelayData {
  private readonly logger = new Logger(RelayData.name);

  constructor(
    private readonly requests: RelayRequestsRepository,
    private readonly codes: RelayCodesRepository,
    private readonly grants: RelayGrantsRepository,
    private readonly pending: PendingRevocationsRepository,
    private readonly revocation: RelayRevocationService,
    private readonly box: RelayTokensBox,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * The person took their authorisation back at Discord: no handle of any site works any more. Whoever has signed in since
   * `at` (Unix seconds) has given it anew, and keeps it. May be repeated.
   */
  async forgetPerson(discordUserId: string, at: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.grants.deleteOfUser(tx, discordUserId, at);
      await this.pending.deleteOfUser(tx, discordUserId);
    });
    this.logger.log(
      `User ${discordUserId} withdrew the authorisation at Discord; the tokens of all sites were deleted`,
    );
  }

  /**
   * A site goes: its sign-ins, codes and grants are deleted, and Discord is told of the people whom no other site holds,
   * within minutes. May be repeated.
   */
  async purgeLicence(licenceId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.requests.deleteOfLicence(tx, licenceId);
      await this.codes.deleteOfLicence(tx, licenceId);
    });
    let some: number;
    do some = await this.purgeSome(licenceId);
    while (some === AT_ONCE);
  }

  private purgeSome(licenceId: number): Promise<number> {
    const now = this.clock.nowSeconds();
    return this.transactions.run(async (tx) => {
      const grants = await this.grants.ofLicence(tx, licenceId, AT_ONCE);
      const revocations = grants.flatMap((grant) => {
        const token = this.box.refreshTokenOf(grant, now);
        return token === null ? [] : [this.revocation.pendingOf(grant.discordUserId, token, now)];
      });
      const ids = grants.map(({ id }) => id);
      if (ids.length > 0) await this.grants.deleteAll(tx, ids);
      if (revocations.length > 0) await this.pending.insert(tx, ...revocations);
      return grants.length;
    });
  }
}
