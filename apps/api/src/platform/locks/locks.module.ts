import { Global, Module } from '@nestjs/common';
import { Leases } from './leases.js';
import { UserLocks } from './user-locks.js';

@Global()
@Module({ providers: [Leases, UserLocks], exports: [Leases, UserLocks] })
export class LocksModule {}
