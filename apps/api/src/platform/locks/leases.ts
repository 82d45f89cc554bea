import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, isLockTimeout, isUniqueViolation, randomToken, Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { LockEntity } from './lock.entity.js';

const COLUMNS = '(name, owner, expires_at_ms)';
const INSERT = `INSERT INTO locks ${COLUMNS} VALUES (?, ?, ?)`;
/** Without it MariaDB may look at all rows, and wait for those that have nothing to do with the names. */
const BY_NAME = 'FORCE INDEX (PRIMARY)';
/** So much the clocks of processes may differ: all of them go by the database server’s. */
const DISAGREEMENT_MS = 10_000;
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
  /** Call it once the transaction is committed. Null when that took so long that the lease ran out meanwhile. */
  readonly hold: () => Lease | null;
}

/**
 * When a lease was written, by two clocks at one moment: what the database is told is by the clock of the day; the other
 * never jumps, but stands still while a machine sleeps. A lease is over as soon as one of them says so.
 */
interface Written {
  readonly from: number;
  readonly nowMs: number;
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
    const key = { name, owner: randomToken(16) };
    const deadline = performance.now() + waitMs;
    for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
      const written = await this.take(key, ttlMs);
      const lease = written && this.hold(key, ttlMs, written);
      if (lease) return lease;
      const left = deadline - performance.now();
      if (left <= 0) return null;
      await sleep(Math.min(pause, LONGEST_PAUSE_MS, left) * (0.5 + Math.random() / 2));
    }
  }

  /**
   * Takes a name for so long and lets it run out, as for a turn that comes once over all processes. 0 when it was taken,
   * otherwise how many milliseconds it is not to be had yet.
   */
  async claim(name: string, ttlMs: number): Promise<number> {
    if (await this.take({ name, owner: randomToken(16) }, ttlMs)) return 0;
    const holder = await this.transactions.run((tx) => tx.findOneBy(LockEntity, { name }));
    return holder === null ? 1 : Math.max(1, holder.expires_at_ms - this.clock.nowMs());
  }

  /**
   * Takes free leases as part of a transaction. Null for a name whose lease is held, or was left behind.
   */
  async takeWithin(tx: EntityManager, names: readonly string[], ttlMs: number): Promise<(TakenLease | null)[]> {
    if (names.length === 0) return [];
    const wanted = names.map((name) => ({ name, owner: randomToken(16) }));
    // In the order of the index, so that two processes do not wait for each other crosswise.
    const inOrder = [...wanted].sort(byName);
    const insert = tx.dataSource.options.type === 'better-sqlite3' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
    // Before the statement, which may wait for somebody else's transaction: the lease counts from here.
    const written = this.now();
    const statement = `${insert} INTO locks ${COLUMNS} VALUES ${names.map(() => '(?, ?, ?)').join(', ')}`;
    const values = inOrder.flatMap(({ name, owner }) => [name, owner, written.nowMs + ttlMs]);
    const inserted = await orKept(() => tx.query<unknown>(statement, values));
    if (inserted === KEPT) return names.map(() => null);
    const take = (key: LeaseKey): TakenLease => ({ ...key, hold: () => this.hold(key, ttlMs, written) });
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
    const from = onServer(tx) ? `l FROM locks l ${BY_NAME}` : 'FROM locks';
    const some = leases.map(() => '?').join(', ');
    await tx.query(`DELETE ${from} WHERE name IN (${some}) AND owner IN (${some})`, [
      ...leases.map(({ name }) => name),
      ...leases.map(({ owner }) => owner),
    ]);
  }

  /**
   * Which of these leases still belong to their holders, by owner. Until the transaction ends nobody else can take those,
   * even when they ran out.
   */
  async keptWithin(tx: EntityManager, leases: readonly LeaseKey[]): Promise<ReadonlySet<string>> {
    if (leases.length === 0) return new Set();
    // A transaction of SQLite that writes is alone.
    const server = onServer(tx);
    const rows = await tx.query<LeaseKey[]>(
      `SELECT name, owner FROM locks ${server ? BY_NAME : ''}
        WHERE name IN (${leases.map(() => '?').join(', ')}) ${server ? 'FOR UPDATE' : ''}`,
      leases.map(({ name }) => name),
    );
    const owners = new Set(leases.map(({ owner }) => owner));
    return new Set(rows.flatMap(({ owner }) => (owners.has(owner) ? [owner] : [])));
  }

  /** Null when somebody else has it. */
  private async take({ name, owner }: LeaseKey, ttlMs: number): Promise<Written | null> {
    let written = this.now();
    try {
      const inserted = await this.transactions.run((tx) => {
        written = this.now();
        return orKept(() => tx.query<unknown>(INSERT, [name, owner, written.nowMs + ttlMs]));
      });
      return inserted === KEPT ? null : written;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    // Anew, as the insertion may have waited until the other one's lease ran out.
    written = this.now();
    return (await this.takeOver({ name, owner }, written.nowMs, ttlMs)) ? written : null;
  }

  /**
   * Takes a lease that ran out, or that runs out later than any living holder could have written: its clock was set back
   * since, or it died with one that was wrong.
   */
  private async takeOver({ name, owner }: LeaseKey, nowMs: number, ttlMs: number): Promise<boolean> {
    const latest = nowMs + ttlMs + DISAGREEMENT_MS;
    const result = await this.transactions.run((tx) => {
      const update = tx
        .createQueryBuilder()
        .update(LockEntity)
        .set({ owner, expires_at_ms: nowMs + ttlMs })
        .where('name = :name AND (expires_at_ms <= :nowMs OR expires_at_ms > :latest)', { name, nowMs, latest });
      return orKept(() => update.execute());
    });
    return result !== KEPT && result.affected === 1;
  }

  private now(): Written {
    return { from: performance.now(), nowMs: this.clock.nowMs() };
  }

  private async update(where: LeaseKey, columns: Partial<LockEntity>): Promise<boolean> {
    const { affected } = await this.transactions.run((tx) => tx.update(LockEntity, where, columns));
    return affected === 1;
  }

  /** Null when it ran out while it was written. */
  private hold({ name, owner }: LeaseKey, ttlMs: number, since: Written): Lease | null {
    let written: Written | null = since;
    const isOver = (): boolean => {
      const now = this.now();
      return written === null || now.from >= written.from + ttlMs || now.nowMs >= written.nowMs + ttlMs;
    };
    if (isOver()) return null;
    let renewing = false;
    const renew = async (): Promise<void> => {
      // One at a time: what is believed here must be what was written last.
      if (renewing) return;
      renewing = true;
      const now = this.now();
      try {
        const renewed = await this.update({ name, owner }, { expires_at_ms: now.nowMs + ttlMs });
        written = renewed ? now : null;
      } catch (error) {
        this.logger.warn({ err: error }, `The lease ${name} could not be renewed`);
      } finally {
        renewing = false;
      }
    };
    if (performance.now() > since.from + ttlMs / 3) void renew();
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
      isHeld: () => !released && !isOver(),
      release: async () => {
        if (released) return;
        ended();
        await this.transactions.run((tx) => this.giveBackWithin(tx, [lease]));
      },
    };
    return lease;
  }
}

const KEPT = Symbol('kept');

/** `KEPT` where a transaction of somebody else keeps the rows, as one of a process that stands still may for long. */
async function orKept<T>(statement: () => Promise<T>): Promise<T | typeof KEPT> {
  try {
    return await statement();
  } catch (error) {
    if (isLockTimeout(error)) return KEPT;
    throw error;
  }
}

/** Whether the driver says that so many rows were written; SQLite's says nothing of it. */
function tellsOfRows(result: unknown, count: number): boolean {
  return typeof result === 'object' && result !== null && 'affectedRows' in result && result.affectedRows === count;
}

function onServer(tx: EntityManager): boolean {
  return tx.dataSource.options.type === 'mariadb';
}

function byName(a: LeaseKey, b: LeaseKey): number {
  return a.name < b.name ? -1 : 1;
}
