import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, type HealthFinding } from '@pulsetech/server-kit';
import { licenceHealth } from './licence-messages.js';
import { LicenseService } from './license.service.js';

/** Whether the licence counts, in the health report: without it the site goes on serving what does not concern Discord. */
@Injectable()
export class LicenseHealth implements OnModuleInit {
  constructor(
    private readonly license: LicenseService,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register('licence', false, () => this.finding());
  }

  private async finding(): Promise<HealthFinding> {
    const state = await this.license.current();
    const detail = licenceHealth(state);
    return { status: state.usable ? 'up' : 'down', ...(detail === null ? {} : { detail }) };
  }
}
