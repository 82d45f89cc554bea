import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, isUniqueViolation, randomToken, Transactions } from '@pulsetech/server-kit';
import { LessThanOrEqual, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { LockEntity } from './lock.entity.js';

const INSERT = 'INSERT INTO locks (name, owner, expires_at_ms) VALUES (?, ?, ?)';
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

export interface LeaseOptions {
  /** So long a process that died keeps others out. A living one renews three times as often. */
  readonly ttlMs: number;
  /** How long to wait for another holder; 0 asks once. */
  readonly waitMs: number;
}

export interface Lease {
  /** False once it could not be renewed in time, so that another process may have begun. */
  isHeld(): boolean;
  /** Gives it back; the second time does nothing. */
  release(): Promise<void>;
  /** Gives it back with a transaction: `work` runs one in which it calls `giveBack`. */
  releaseWith<T>(work: (giveBack: (tx: EntityManager) => Promise<void>) => Promise<T>): Promise<T>;
}

/** Locks between all processes on the same database, by rows that run out by themselves. */
@Injectable()
export class Leases {
  private readonly logger = new Logger(Leases.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Null when another holder kept it for all of `waitMs`. */
  async acquire(name: string, { ttlMs, waitMs }: LeaseOptions): Promise<Lease | null> {
    const owner = randomToken(16);
    const deadline = performance.now() + waitMs;
    for (let pause = FIRST_PAUSE_MS; !(await this.take(name, owner, ttlMs)); pause *= 2) {
      const left = deadline - performance.now();
      if (left <= 0) return null;
      await sleep(Math.min(pause, LONGEST_PAUSE_MS, left) * (0.5 + Math.random() / 2));
    }
    return this.hold(name, owner, ttlMs);
  }

  /**
   * Takes a free lease as part of a transaction; call the answer once it is committed. Throws the driver's unique
   * violation when the lease is held, or was left behind.
   */
  async takeWithin(tx: EntityManager, name: string, ttlMs: number): Promise<() => Lease> {
    const owner = randomToken(16);
    await tx.query(INSERT, [name, owner, this.clock.nowMs() + ttlMs]);
    return () => this.hold(name, owner, ttlMs);
  }

  private async take(name: string, owner: string, ttlMs: number): Promise<boolean> {
    const now = this.clock.nowMs();
    try {
      await this.transactions.run((tx) => tx.query(INSERT, [name, owner, now + ttlMs]));
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const free = { name, expires_at_ms: LessThanOrEqual(now) };
    return this.update(free, { owner, expires_at_ms: now + ttlMs });
  }

  private async update(where: FindOptionsWhere<LockEntity>, columns: Partial<LockEntity>): Promise<boolean> {
    const { affected } = await this.transactions.run((tx) => tx.update(LockEntity, where, columns));
    return affected === 1;
  }

  private hold(name: string, owner: string, ttlMs: number): Lease {
    let heldUntil = performance.now() + ttlMs;
    const renew = async (): Promise<void> => {
      const from = performance.now();
      try {
        const renewed = await this.update({ name, owner }, { expires_at_ms: this.clock.nowMs() + ttlMs });
        heldUntil = renewed ? from + ttlMs : 0;
      } catch (error) {
        this.logger.warn({ err: error }, `The lease ${name} could not be renewed`);
      }
    };
    const timer = setInterval(() => void renew(), ttlMs / 3);
    timer.unref();
    let released = false;
    const remove = async (on: EntityManager): Promise<void> => {
      await on.query('DELETE FROM locks WHERE name = ? AND owner = ?', [name, owner]);
    };
    const end = (): void => {
      clearInterval(timer);
      released = true;
    };
    return {
      isHeld: () => !released && performance.now() < heldUntil,
      release: async () => {
        if (released) return;
        end();
        await this.transactions.run(remove);
      },
      releaseWith: async (work) => {
        const result = await work(remove);
        end();
        return result;
      },
    };
  }
}
