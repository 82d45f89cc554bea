import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ProcessRole } from '../../platform/process/process-role.js';
import { LicenseService } from './license.service.js';

const HOUR_MS = 3_600_000;

/** Verifies the licence when the server starts, and every hour. */
@Injectable()
export class LicenseSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger(LicenseSchedule.name);

  constructor(
    private readonly license: LicenseService,
    private readonly role: ProcessRole,
  ) {}

  onApplicationBootstrap(): void {
    // Not waited for: the server is ready without the billing server.
    if (this.role.isServer) void this.verify();
  }

  @Interval(HOUR_MS)
  async verify(): Promise<void> {
    try {
      await this.license.verify();
    } catch (error) {
      this.logger.error({ err: error }, 'The licence could not be verified');
    }
  }
}
