import { Injectable, Logger } from '@nestjs/common';
import type { BillingTokenDto } from '@pulsetech/contracts';
import { Leases, type Lease } from '../../platform/locks/leases.js';
import { LocksError } from '../../platform/locks/locks.errors.js';
import { LicenseService } from '../license/license.service.js';
import { PREFIX } from './functions/names.js';
import { TokenHandover } from './token-handover.service.js';
import { TokenOwners } from './token-owners.service.js';
import { TokensError } from './tokens.errors.js';
import { TokensService } from './tokens.service.js';

/** What the billing server's bot needs: to push roles, and to answer members of the Discord server. */
export const FUNCTIONS_OF_BILLING = [
  `${PREFIX}_get_user_by_discord_id`,
  `${PREFIX}_sync_user_roles`,
  `${PREFIX}_get_user_courses`,
  `${PREFIX}_get_role_mappings`,
];

export const BILLING_TOKEN_NAME = 'Billing server';

const LEASE_NAME = 'billing token';
/** Longer than the billing server is waited for. */
const LEASE = { ttlMs: 20_000, waitMs: 30_000 };

const UNKNOWN =
  'The billing server did not answer, so it may have the new token or still the one before. Both work. Generate the ' +
  'token again when the billing server answers: the others end then.';
const OVERTAKEN =
  'Somebody else has generated the token at the same time, and it is not known which of the two the billing server ' +
  'has. Generate it once more.';

/** The token of the billing server, whose bot pushes role changes. Nobody else ever sees it. */
@Injectable()
export class TokenForBilling {
  private readonly logger = new Logger(TokenForBilling.name);

  constructor(
    private readonly tokens: TokensService,
    private readonly handover: TokenHandover,
    private readonly owners: TokenOwners,
    private readonly licenses: LicenseService,
    private readonly leases: Leases,
  ) {}

  /**
   * Makes a token and gives it to the billing server. The one before ends only when the new one was taken. One at a time
   * among all processes, so that the token that the billing server got last is the one that stays.
   *
   * @throws LicenseError without a valid licence, LocksError `busy`, TokensError when the owner is not there or not
   * fit, the way is not safe or the billing server refuses
   */
  async generate(name: string, ownerUsername: string, creatorId: number | null): Promise<BillingTokenDto> {
    this.handover.requireSafeWay();
    await this.licenses.requireUsable();
    const owner = await this.owners.byUsername(ownerUsername);
    await this.owners.requireFitForBilling(owner);
    const lease = await this.leases.acquire(LEASE_NAME, LEASE);
    if (lease === null) throw new LocksError();
    try {
      // The licence may have become another one while this waited for its turn.
      const { key } = await this.licenses.requireUsable();
      const { token, details } = await this.tokens.create(name, owner.id, {
        kind: 'billing',
        functions: FUNCTIONS_OF_BILLING,
        ...(creatorId === null ? {} : { creatorId }),
      });
      this.logger.log(`Web service token ${details.id} was generated for the billing server`);
      return { details, handover: await this.give(key, token, details.id, lease) };
    } finally {
      await lease.release();
    }
  }

  private async give(key: string, token: string, id: number, lease: Lease): Promise<BillingTokenDto['handover']> {
    try {
      const outcome = await this.handover.handOver(key, token);
      if (outcome === 'unknown') return { done: false, detail: UNKNOWN };
      if (!lease.isHeld()) return { done: false, detail: OVERTAKEN };
    } catch (error) {
      if (error instanceof TokensError) await this.tokens.revoke(id);
      throw error;
    }
    const retired = await this.tokens.retireBillingTokensBut(id);
    if (retired > 0) this.logger.log(`The billing server's former web service tokens have ended: ${retired}`);
    return { done: true, detail: null };
  }
}
