const PATIENCE_S = 120;

/** One connection to the database server, as TypeORM's query runner is. */
interface Connection {
  query(statement: string, parameters: unknown[]): Promise<unknown>;
}

/**
 * Holds a lock of the MariaDB or MySQL server meanwhile, so that of several processes that start at once one migrates.
 * Throws when the lock is not to be had: then nothing was done.
 */
export async function withMigrationLock(connection: Connection, work: () => Promise<void>): Promise<void> {
  const rows = await connection.query('SELECT GET_LOCK(CONCAT(DATABASE(), ?), ?) AS taken', [
    '.migrations',
    PATIENCE_S,
  ]);
  const [row] = rows as { readonly taken: unknown }[];
  // 0 after waiting in vain, null after a fault of the server; the driver may give the number as text.
  if (Number(row?.taken) !== 1) {
    throw new Error(
      `Another process has been changing the database's tables for more than ${PATIENCE_S} seconds. ` +
        'Let it finish or end it, then start again.',
    );
  }
  try {
    await work();
  } finally {
    await connection.query('SELECT RELEASE_LOCK(CONCAT(DATABASE(), ?))', ['.migrations']);
  }
}
