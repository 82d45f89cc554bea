import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyedMutex } from './keyed-mutex.js';
import { Leases, type Lease, type LeaseKey, type TakenLease } from './leases.js';
import { LocksError } from './locks.errors.js';

/** Waiting is longer than a process that died keeps others out. */
const LEASE = { ttlMs: 15_000, waitMs: 20_000 };

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
    return this.locally(userId, () => this.alone(userId, work));
  }

  /** Alone in this process, which costs nothing: for work that mostly finds nothing to do. */
  locally<T>(userId: number, work: () => Promise<T>): Promise<T> {
    return this.mutex.run(userId, work);
  }

  /** Alone among all processes, for work that is alone in this one already. Throws LocksError `busy`. */
  async alone<T>(userId: number, work: (lease: Lease) => Promise<T>): Promise<T> {
    const lease = await this.leases.acquire(nameOf(userId), LEASE);
    if (lease === null) throw new LocksError();
    try {
      return await work(lease);
    } finally {
      await lease.release();
    }
  }

  /** The same as part of a transaction that begins the work of several; see {@link Leases.takeWithin}. */
  takeWithin(tx: EntityManager, userIds: readonly number[]): Promise<readonly (TakenLease | null)[]> {
    return this.leases.takeWithin(tx, userIds.map(nameOf), LEASE.ttlMs);
  }

  /** See {@link Leases.keptWithin}: what is written under a lease begins with this. */
  async keptWithin<T extends { readonly lease: LeaseKey }>(tx: EntityManager, work: readonly T[]): Promise<T[]> {
    const owners = await this.leases.keptWithin(
      tx,
      work.map(({ lease }) => lease),
    );
    return work.filter(({ lease }) => owners.has(lease.owner));
  }

  /** As part of the transaction that ends the work; see {@link Leases.giveBackWithin}. */
  giveBackWithin(tx: EntityManager, leases: readonly LeaseKey[]): Promise<void> {
    return this.leases.giveBackWithin(tx, leases);
  }
}

function nameOf(userId: number): string {
  return `user:${userId}`;
}
