import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource } from 'typeorm';

/** Which databases the running code has a transaction open in, by `Transactions.run`. */
const openTransactions = new AsyncLocalStorage<ReadonlySet<DataSource>>();

export function insideTransaction(dataSource: DataSource): boolean {
  return openTransactions.getStore()?.has(dataSource) ?? false;
}

/** Whether the running code has a transaction open in any database, by `Transactions.run`. */
export function isInsideTransaction(): boolean {
  return (openTransactions.getStore()?.size ?? 0) > 0;
}

export function withinTransaction<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  return openTransactions.run(new Set([...(openTransactions.getStore() ?? []), dataSource]), work);
}
