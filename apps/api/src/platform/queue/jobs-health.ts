import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, state, type HealthFinding } from '@pulsetech/server-kit';
import { Jobs } from './jobs.js';

/** How many jobs there are. That some failed makes no server unfit. */
@Injectable()
export class JobsHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.health.register('jobs', false, () => this.finding());
    state({ name: 'pulsetech_jobs', help: 'Jobs of the site, by state.', labels: ['state'] }, async () => {
      if (!this.jobs.isReachable()) return [];
      const { waiting, active, delayed, failed } = await this.jobs.counts();
      return Object.entries({ waiting, active, delayed, failed }).map(([name, count]) => [{ state: name }, count]);
    });
  }

  private async finding(): Promise<HealthFinding> {
    if (!this.jobs.isReachable()) return { status: 'down', detail: 'Jobs wait until Redis is back.' };
    const { waiting, active, delayed, failed } = await this.jobs.counts();
    return { status: 'up', detail: `${waiting} waiting, ${active} active, ${delayed} delayed, ${failed} failed` };
  }
}
