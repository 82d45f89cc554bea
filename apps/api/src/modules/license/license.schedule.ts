import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ProcessRole } from '../../platform/process/process-role.js';
import { LicenseService } from './license.service.js';

const HOUR_MS = 3_600_000;
/** While the billing server does not answer. */
const RETRY_MS = 60_000;
/** So long the start waits for the first answer; later the server is ready without it. */
const FIRST_ANSWER_MS = 3000;

/** Verifies the licence when the server starts, every hour, and every minute while there is no answer. */
@Injectable()
export class LicenseSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger(LicenseSchedule.name);

  constructor(
    private readonly license: LicenseService,
    private readonly role: ProcessRole,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.role.isServer) return;
    const enough = new AbortController();
    const patience = sleep(FIRST_ANSWER_MS, undefined, { signal: enough.signal, ref: false }).catch(() => undefined);
    await Promise.race([this.verify(), patience]);
    enough.abort();
  }

  @Interval(HOUR_MS)
  async verify(): Promise<void> {
    try {
      await this.license.verify();
    } catch (error) {
      this.logger.error({ err: error }, 'The licence could not be verified');
    }
  }

  @Interval(RETRY_MS)
  async verifyUnanswered(): Promise<void> {
    try {
      const { graceUntil, reason } = await this.license.current();
      if (graceUntil !== null || reason === 'unreachable') await this.license.verify();
    } catch (error) {
      this.logger.error({ err: error }, 'The licence could not be verified');
    }
  }
}
