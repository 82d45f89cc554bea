import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '@pulsetech/server-kit';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayRequestsRepository } from './relay-requests.repository.js';
import { RelayRevocationService } from './relay-revocation.service.js';

/** For so long an answer that comes too late can still be brought back to its site. */
const LATE_ANSWERS_S = 3600;

/** Deletes what has expired, and tells Discord what it could not be told before. */
@Injectable()
export class RelayHousekeeping {
  private readonly logger = new Logger(RelayHousekeeping.name);

  constructor(
    private readonly requests: RelayRequestsRepository,
    private readonly codes: RelayCodesRepository,
    private readonly revocation: RelayRevocationService,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_MINUTE)
  async tidy(): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.step('expired requests', () => this.requests.deleteExpired(now - LATE_ANSWERS_S));
    await this.step('expired codes', () => this.codes.deleteExpired(now));
    await this.step('pending revocations', () => this.revocation.carryOutDue());
  }

  /** What fails is tried again in a minute, and holds up nothing else. */
  private async step(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ err: error }, `The housekeeping of ${what} failed`);
    }
  }
}
