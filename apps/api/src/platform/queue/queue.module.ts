import { Global, Module } from '@nestjs/common';
import { Leases } from '../locks/leases.js';
import { ProcessRole } from '../process/process-role.js';
import { OptionalRedis } from '../redis/optional-redis.js';
import { InProcessJobs } from './in-process-jobs.js';
import { Jobs } from './jobs.js';
import { JobsHealth } from './jobs-health.js';
import { RedisJobs } from './redis-jobs.js';

/** Jobs, on Redis where the configuration names one. */
@Global()
@Module({
  providers: [
    {
      provide: Jobs,
      inject: [ProcessRole, Leases, OptionalRedis],
      useFactory: (role: ProcessRole, leases: Leases, { server }: OptionalRedis) =>
        server ? new RedisJobs(role, leases, server) : new InProcessJobs(role, leases),
    },
    JobsHealth,
  ],
  exports: [Jobs],
})
export class QueueModule {}
