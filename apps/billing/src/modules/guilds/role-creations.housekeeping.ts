import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '@pulsetech/server-kit';
import { RoleCreationsRepository } from './role-creations.repository.js';

const KEPT_S = 30 * 86_400;

/** Idempotency keys are forgotten when nobody can be retrying with them any more. */
@Injectable()
export class RoleCreationsHousekeeping {
  constructor(
    private readonly creations: RoleCreationsRepository,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  async tidy(): Promise<void> {
    await this.creations.deleteOlderThan(this.clock.nowSeconds() - KEPT_S);
  }
}
