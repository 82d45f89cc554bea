import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import { HealthRegistry, type HealthFinding } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';

/** The server needs its database. Without the billing server it goes on serving what does not concern Discord. */
@Injectable()
export class DependencyChecks implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly dataSource: DataSource,
    private readonly billing: BillingClient,
  ) {}

  onModuleInit(): void {
    this.health.register('database', true, () => this.database());
    this.health.register('billing', false, () => this.billingServer());
  }

  private async database(): Promise<HealthFinding> {
    await this.dataSource.query('SELECT 1');
    return { status: 'up' };
  }

  private async billingServer(): Promise<HealthFinding> {
    return (await this.billing.answers())
      ? { status: 'up' }
      : { status: 'down', detail: 'The billing server does not answer. Nobody loses access because of that.' };
  }
}
