import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, state, type HealthFinding } from '@pulsetech/server-kit';
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
    state(
      { name: 'pulsetech_licence', help: '1 while the licence counts, by its status.', labels: ['status'] },
      async () => {
        const { status, usable } = await this.license.current();
        return [[{ status }, Number(usable)]];
      },
    );
  }

  private async finding(): Promise<HealthFinding> {
    const state = await this.license.current();
    const detail = licenceHealth(state);
    return { status: state.usable ? 'up' : 'down', ...(detail === null ? {} : { detail }) };
  }
}
