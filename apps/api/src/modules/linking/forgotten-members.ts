import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import { MEMBER_LOOKUP_MAX } from '@pulsetech/contracts';
import { Batcher } from '../../platform/batching/batcher.js';
import { Jobs } from '../../platform/queue/jobs.js';
import { LicenseError } from '../license/license.errors.js';
import { LicenseService } from '../license/license.service.js';
import { LinksRepository } from './links.repository.js';

const JOB = 'forget-member';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Until then the transaction that ended the link is committed. */
const DELAY_MS = 5000;
/** Longer than a billing server is away that anybody looks after. */
const PAUSES_MS = [MINUTE_MS / 2, 5 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS];

interface Forgotten {
  readonly discordId: string;
}

/**
 * Discord accounts that nobody here is linked to any more: the billing server is told, so that its bot keeps and sends
 * nothing about them. Where that is lost, it hears of it with the next push about the person.
 */
@Injectable()
export class ForgottenMembers implements OnModuleInit {
  private readonly logger = new Logger(ForgottenMembers.name);
  private readonly told = new Batcher<string, Error | null>((ids) => this.tell(ids), MEMBER_LOOKUP_MAX);

  constructor(
    private readonly jobs: Jobs,
    private readonly billing: BillingClient,
    private readonly licenses: LicenseService,
    private readonly links: LinksRepository,
  ) {}

  onModuleInit(): void {
    const options = { concurrency: MEMBER_LOOKUP_MAX, attempts: PAUSES_MS.length + 1, backoffMs: PAUSES_MS };
    this.jobs.handle<Forgotten>(JOB, options, ({ data }) => this.carryOut(data.discordId));
  }

  /** Keeps nobody waiting and never throws; it is tried again while the billing server is away. */
  forget(discordId: string): void {
    this.jobs.add(JOB, { discordId }, { key: `member-${discordId}`, delayMs: DELAY_MS }).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'The billing server is not told of a Discord account that was unlinked');
    });
  }

  /**
   * One question for all whose turn came at the same time.
   *
   * @throws BillingFailure, LicenseError when it is to be tried again
   */
  async carryOut(discordId: string): Promise<void> {
    const failure = await this.told.add(discordId);
    if (failure) throw failure;
  }

  /** What went wrong is everybody's answer, so that nothing is asked again for some of them. */
  private async tell(discordIds: readonly string[]): Promise<(Error | null)[]> {
    // Whoever was linked again meanwhile is the site's.
    const linked = await this.links.findByDiscordIds(discordIds);
    const ids = [...new Set(discordIds)].filter((id) => !linked.has(id));
    const failure = ids.length === 0 ? null : await this.failureOf(ids);
    return discordIds.map((id) => (linked.has(id) ? null : failure));
  }

  private async failureOf(ids: string[]): Promise<Error | null> {
    try {
      const { key } = await this.licenses.requireUsable();
      await this.billing.forgetMembers(key, { ids });
      return null;
    } catch (error) {
      if (error instanceof BillingFailure || error instanceof LicenseError) return error;
      throw error;
    }
  }
}
