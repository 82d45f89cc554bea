import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, isUniqueViolation, randomToken, Transactions } from '@pulsetech/server-kit';
import { LessThanOrEqual, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { LockEntity } from './lock.entity.js';

const COLUMNS = '(name, owner, expires_at_ms)';
const INSERT = `INSERT INTO locks ${COLUMNS} VALUES (?, ?, ?)`;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

export interface LeaseOptions {
  /** So long a process that died keeps others out. A living one renews three times as often. */
  readonly ttlMs: number;
  /** How long to wait for another holder; 0 asks once. */
  readonly waitMs: number;
}

export interface LeaseKey {
  readonly name: string;
  readonly owner: string;
}

/** A lease that an open transaction takes. */
export interface TakenLease extends LeaseKey {
  /** Call it once the transaction is committed. */
  readonly hold: () => Lease;
}

export interface Lease extends LeaseKey {
  /** False once it could not be renewed in time, so that another process may have begun. */
  isHeld(): boolean;
  /** Gives it back; the second time does nothing. */
  release(): Promise<void>;
  /** Notes that a transaction gave it back; see {@link Leases.giveBackWithin}. */
  ended(): void;
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
   * Takes free leases as part of a transaction. Null for a name whose lease is held, or was left behind. Give the names
   * in one order everywhere.
   */
  async takeWithin(tx: EntityManager, names: readonly string[], ttlMs: number): Promise<(TakenLease | null)[]> {
    if (names.length === 0) return [];
    const wanted = names.map((name) => ({ name, owner: randomToken(16) }));
    const insert = tx.dataSource.options.type === 'better-sqlite3' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
    const expires = this.clock.nowMs() + ttlMs;
    const inserted: unknown = await tx.query(
      `${insert} INTO locks ${COLUMNS} VALUES ${names.map(() => '(?, ?, ?)').join(', ')}`,
      wanted.flatMap(({ name, owner }) => [name, owner, expires]),
    );
    const take = (key: LeaseKey): TakenLease => ({ ...key, hold: () => this.hold(key.name, key.owner, ttlMs) });
    if (tellsOfRows(inserted, names.length)) return wanted.map(take);
    const rows = await tx.query<{ owner: string }[]>(
      `SELECT owner FROM locks WHERE name IN (${names.map(() => '?').join(', ')})`,
      [...names],
    );
    const owners = new Set(rows.map(({ owner }) => owner));
    return wanted.map((key) => (owners.has(key.owner) ? take(key) : null));
  }

  /** Gives leases back as part of a transaction; tell them that they `ended` once it is committed. */
  async giveBackWithin(tx: EntityManager, leases: readonly LeaseKey[]): Promise<void> {
    if (leases.length === 0) return;
    const each = leases.map(() => '(name = ? AND owner = ?)').join(' OR ');
    await tx.query(
      `DELETE FROM locks WHERE ${each}`,
      leases.flatMap(({ name, owner }) => [name, owner]),
    );
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
    const ended = (): void => {
      clearInterval(timer);
      released = true;
    };
    const lease: Lease = {
      name,
      owner,
      ended,
      isHeld: () => !released && performance.now() < heldUntil,
      release: async () => {
        if (released) return;
        ended();
        await this.transactions.run((tx) => this.giveBackWithin(tx, [lease]));
      },
    };
    return lease;
  }
}

/** Whether the driver says that so many rows were written; SQLite's says nothing of it. */
function tellsOfRows(result: unknown, count: number): boolean {
  return typeof result === 'object' && result !== null && 'affectedRows' in result && result.affectedRows === count;
}
