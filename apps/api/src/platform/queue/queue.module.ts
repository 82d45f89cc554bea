import { Global, Module } from '@nestjs/common';
import { Leases } from '../locks/leases.js';
import { ProcessRole } from '../process/process-role.js';
import { InProcessJobs } from './in-process-jobs.js';
import { Jobs } from './jobs.js';

@Global()
@Module({
  providers: [
    {
      provide: Jobs,
      inject: [ProcessRole, Leases],
      useFactory: (role: ProcessRole, leases: Leases) => new InProcessJobs(role, leases),
    },
  ],
  exports: [Jobs],
})
export class QueueModule {}
