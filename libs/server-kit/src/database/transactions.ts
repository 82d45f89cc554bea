import type { DataSource, EntityManager } from 'typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { isConcurrencyFailure } from './driver-errors.js';
import { insideTransaction, withinTransaction } from './transaction-scope.js';

const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 15;

/** The way to do several statements as one. */
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction; use only `tx` inside. When the transaction loses against another one (deadlock,
   * lock timeout, busy file), the whole of `work` is run again in a new transaction, up to 6 times, so it must have no
   * effect outside the database and no HTTP inside. `once`: it is not run again, for whoever has a better answer to that.
   */
  async run<T>(work: (tx: EntityManager) => Promise<T>, { once = false }: { once?: boolean } = {}): Promise<T> {
    if (insideTransaction(this.dataSource)) {
      throw new Error('A transaction is open here already: hand its EntityManager on instead of starting another.');
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.dataSource.transaction((tx) => withinTransaction(this.dataSource, () => work(tx)));
      } catch (error) {
        if (once || attempt >= MAX_ATTEMPTS || !isConcurrencyFailure(error)) throw error;
        await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
      }
    }
  }
}
