import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { ConnectionLock } from './connection-lock.js';
import { isConcurrencyFailure } from './driver-errors.js';
import { insideTransaction } from './transaction-scope.js';

type QueryArguments = Parameters<BetterSqlite3QueryRunner['query']>;

const LOCK_TIMEOUT_MS = 15_000;
const BUSY_PATIENCE_MS = 10_000;

/**
 * SQLite has one connection, which TypeORM hands to everybody at once, so that concurrent transactions would mix. Here
 * every operation gets a runner of its own, a transaction owns the connection until it ends, and all else queues.
 */
export function serialiseSqlite(dataSource: DataSource): void {
  const driver = dataSource.driver as BetterSqlite3Driver;
  const lock = new ConnectionLock(LOCK_TIMEOUT_MS);
  const statements = new Map<string, unknown>();
  driver.createQueryRunner = () => new SerialisedSqliteRunner(driver, lock, statements);
}

class SerialisedSqliteRunner extends BetterSqlite3QueryRunner {
  private giveBack: (() => void) | null = null;

  constructor(
    driver: BetterSqlite3Driver,
    private readonly lock: ConnectionLock,
    statements: Map<string, unknown>,
  ) {
    super(driver);
    // Runners live for one operation; prepared statements belong to the connection and are kept.
    Object.assign(this, { stmtCache: statements });
  }

  override async query(...[query, ...rest]: QueryArguments): ReturnType<BetterSqlite3QueryRunner['query']> {
    if (this.giveBack) {
      // Taking the write lock at once waits for other processes; taking it later would fail on a stale read.
      if (query === 'BEGIN TRANSACTION') return this.patiently(() => super.query('BEGIN IMMEDIATE TRANSACTION'));
      return super.query(query, ...rest);
    }
    this.refuseInsideTransaction();
    const giveBack = await this.lock.acquire();
    try {
      return await this.patiently(() => super.query(query, ...rest));
    } finally {
      giveBack();
    }
  }

  override async startTransaction(isolation?: 'SERIALIZABLE' | 'READ UNCOMMITTED'): Promise<void> {
    if (!this.giveBack) {
      this.refuseInsideTransaction();
      this.giveBack = await this.lock.acquire();
    }
    try {
      await super.startTransaction(isolation);
    } catch (error) {
      this.isTransactionActive = this.transactionDepth > 0;
      this.giveBackWhenDone();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction();
    this.giveBackWhenDone();
  }

  override async rollbackTransaction(): Promise<void> {
    try {
      await super.rollbackTransaction();
    } finally {
      this.giveBackWhenDone();
    }
  }

  override async release(): Promise<void> {
    if (this.giveBack) {
      try {
        if (this.driver.databaseConnection.inTransaction) await super.query('ROLLBACK');
      } finally {
        this.giveBack();
        this.giveBack = null;
      }
    }
    await super.release();
  }

  private giveBackWhenDone(): void {
    if (this.transactionDepth > 0) return;
    this.giveBack?.();
    this.giveBack = null;
  }

  /** Tries again while another process writes; the driver itself waits a moment only, as nothing else runs meanwhile. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + BUSY_PATIENCE_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (Date.now() > deadline || !isConcurrencyFailure(error)) throw error;
        await sleep(5 + Math.random() * 20);
      }
    }
  }

  private refuseInsideTransaction(): void {
    if (!insideTransaction(this.driver.dataSource)) return;
    throw new Error('A transaction is open here: use only the EntityManager that it hands out, not the outer one.');
  }
}
