import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { BillingFailure } from '@pulsetech/billing-client';
import { Clock } from '@pulsetech/server-kit';
import { LicenseService } from '../license/license.service.js';
import { DiscordTokensService } from './discord-tokens.service.js';
import { LinksRepository } from './links.repository.js';

/** Tokens that expire within a day are refreshed by the hourly job. */
const AHEAD_SECONDS = 24 * 3600;

/** Most refreshes in one hour, so that a large site does not run into Discord's limits; a token has 24 chances. */
const MAX_PER_RUN = 500;

/** Failures in a row after which a run stops: something larger is wrong then. */
const MAX_FAILURES = 5;

export interface RefreshReport {
  readonly refreshed: number;
  readonly dropped: number;
  readonly failed: number;
}

/** Keeps Discord authorisations alive for people who do not come by for weeks. */
@Injectable()
export class TokenRefreshSchedule {
  private readonly logger = new Logger(TokenRefreshSchedule.name);

  constructor(
    private readonly tokens: DiscordTokensService,
    private readonly links: LinksRepository,
    private readonly licenses: LicenseService,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_HOUR, { name: 'refresh_discord_tokens' })
  async hourly(): Promise<void> {
    try {
      const { usable } = await this.licenses.current();
      if (usable) await this.run();
    } catch (error) {
      this.logger.error({ err: error }, 'The hourly refresh of Discord tokens failed');
    }
  }

  /** Refreshes what expires soon, once; one user's failure does not hold back the others. */
  async run(): Promise<RefreshReport> {
    const due = await this.links.findExpiring(this.clock.nowSeconds() + AHEAD_SECONDS, MAX_PER_RUN);
    const report = { refreshed: 0, dropped: 0, failed: 0 };
    let failuresInARow = 0;
    for (const userId of due) {
      try {
        report[(await this.tokens.refresh(userId, AHEAD_SECONDS)) === null ? 'dropped' : 'refreshed'] += 1;
        failuresInARow = 0;
      } catch (error) {
        report.failed += 1;
        failuresInARow += 1;
        this.logger.warn({ err: error }, `The Discord tokens of user ${userId} could not be refreshed`);
        if (failuresInARow >= MAX_FAILURES || isUnreachable(error)) break;
      }
    }
    if (due.length > 0) this.logger.log({ report }, `Discord tokens: ${report.refreshed} refreshed`);
    return report;
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof BillingFailure && error.code === 'billing_unreachable';
}
