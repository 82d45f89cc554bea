import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';

/** A connection of mysql2's pool; it does its statements in the order in which they were given to it. */
interface PooledConnection {
  query(statement: string, done: (error: Error | null) => void): void;
  destroy(): void;
}

/**
 * So long a statement waits for another transaction's row. The server's own 50 s would keep everybody who is done together
 * with the one who waits.
 */
const LOCK_WAIT_SECONDS = 3;

const SETTINGS = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
];

/**
 * Lets every connection work at READ COMMITTED and wait for rows for a short time, set once when it is first used:
 * TypeORM's own option costs a statement in each transaction. A connection that cannot be set is closed, so that what
 * was to run on it fails.
 */
export function readCommitted(dataSource: DataSource): void {
  const pool = (dataSource.driver as MysqlDriver).pool as EventEmitter;
  const ready = new WeakSet<PooledConnection>();
  pool.on('acquire', (connection: PooledConnection) => {
    if (ready.has(connection)) return;
    ready.add(connection);
    for (const setting of SETTINGS) {
      connection.query(setting, (error) => {
        if (error) connection.destroy();
      });
    }
  });
}
