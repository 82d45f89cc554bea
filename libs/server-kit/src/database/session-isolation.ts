import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';

/** A connection of mysql2's pool; it does its statements in the order in which they were given to it. */
interface PooledConnection {
  query(statement: string, done: (error: Error | null) => void): void;
  destroy(): void;
}

/**
 * Lets every connection work at READ COMMITTED, set once when it is first used: TypeORM's own option costs a statement
 * in each transaction. A connection that cannot be set is closed, so that what was to run on it fails.
 */
export function readCommitted(dataSource: DataSource): void {
  const pool = (dataSource.driver as MysqlDriver).pool as EventEmitter;
  const ready = new WeakSet<PooledConnection>();
  pool.on('acquire', (connection: PooledConnection) => {
    if (ready.has(connection)) return;
    ready.add(connection);
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) => {
      if (error) connection.destroy();
    });
  });
}
