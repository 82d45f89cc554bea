import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import { MEMBER_LOOKUP_MAX } from '@pulsetech/contracts';
import { isSnowflake, type Observation, type UnknownReason } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { LicenseError } from '../license/license.errors.js';
import { LicenseService } from '../license/license.service.js';
import { pieces } from './sql.js';

const REASONS: Readonly<Partial<Record<BillingFailure['code'], UnknownReason>>> = {
  discord_unavailable: 'discord_unavailable',
  discord_rate_limited: 'discord_rate_limited',
  discord_unauthorized: 'discord_unauthorized',
  guild_unreadable: 'guild_unreadable',
  missing_access: 'missing_access',
  licence_missing: 'licence_invalid',
  licence_unknown: 'licence_invalid',
  licence_expired: 'licence_invalid',
  licence_revoked: 'licence_invalid',
};

/** Where it is read what Discord users are in the guild: the billing server. */
@Injectable()
export class ObservationSource {
  private readonly logger = new Logger(ObservationSource.name);

  constructor(
    private readonly billing: BillingClient,
    private readonly licenses: LicenseService,
    private readonly clock: Clock,
  ) {}

  /** An observation for each id, by one lookup for each 1000. Whatever fails makes unknown ones; never throws for it. */
  async observe(discordIds: readonly string[]): Promise<Map<string, Observation>> {
    const seen = new Map<string, Observation>();
    for (const ids of pieces(discordIds.filter(isSnowflake), MEMBER_LOOKUP_MAX)) {
      for (const { id, observation } of await this.lookUp(ids)) seen.set(id, observation);
    }
    const unanswered = discordIds.filter((id) => !seen.has(id));
    for (const id of unanswered) seen.set(id, this.unknown('billing_unreachable'));
    return seen;
  }

  private async lookUp(ids: readonly string[]): Promise<readonly { id: string; observation: Observation }[]> {
    try {
      const { key, guildId } = await this.licenses.requireUsable();
      const answer = await this.billing.lookupMembers(key, ids);
      if (answer.guildId === guildId) return answer.members;
      // The licence was moved to another Discord server and is not verified anew yet: its members say nothing here.
      this.logger.warn('The billing server answered for another Discord server than the licence names');
      return ids.map((id) => ({ id, observation: this.unknown('licence_invalid') }));
    } catch (error) {
      const reason = reasonOf(error);
      this.logger.warn(`${ids.length} members could not be read: ${reason}`);
      return ids.map((id) => ({ id, observation: this.unknown(reason) }));
    }
  }

  private unknown(reason: UnknownReason): Observation {
    return { kind: 'unknown', reason, at: this.clock.nowMs() };
  }
}

function reasonOf(error: unknown): UnknownReason {
  if (error instanceof LicenseError) return 'licence_invalid';
  if (error instanceof BillingFailure) return REASONS[error.code] ?? 'billing_unreachable';
  throw error;
}
