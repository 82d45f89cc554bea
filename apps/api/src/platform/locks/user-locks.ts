import { Injectable } from '@nestjs/common';
import { KeyedMutex } from './keyed-mutex.js';
import { Leases, type Lease } from './leases.js';
import { LocksError } from './locks.errors.js';

const LEASE = { ttlMs: 30_000, waitMs: 30_000 };

/** Runs work alone among all processes, given the lease under which it runs. */
export type RunAlone = <T>(work: (lease: Lease) => Promise<T>) => Promise<T>;

/**
 * What is done about one user is done by one at a time: in this process by a queue, among processes by a lease. Not
 * re-entrant: work that holds a user's lock must not ask for it again.
 */
@Injectable()
export class UserLocks {
  private readonly mutex = new KeyedMutex<number>();

  constructor(private readonly leases: Leases) {}

  /** Throws LocksError `busy` when another process does not finish in time. */
  withLock<T>(userId: number, work: (lease: Lease) => Promise<T>): Promise<T> {
    return this.withLocalLock(userId, (alone) => alone(work));
  }

  /**
   * For work that mostly finds nothing to do: alone in this process, which costs nothing, and alone among all processes
   * only for what it does within `alone`.
   */
  withLocalLock<T>(userId: number, work: (alone: RunAlone) => Promise<T>): Promise<T> {
    return this.mutex.run(userId, () => work((shared) => this.withLease(userId, shared)));
  }

  private async withLease<T>(userId: number, work: (lease: Lease) => Promise<T>): Promise<T> {
    const lease = await this.leases.acquire(`user:${userId}`, LEASE);
    if (lease === null) throw new LocksError();
    try {
      return await work(lease);
    } finally {
      await lease.release();
    }
  }
}
