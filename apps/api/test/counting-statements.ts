import type { DataSource } from 'typeorm';

/** Does the work and counts the statements that it sends to the database. */
export async function countingStatements<T>(
  dataSource: DataSource,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly statements: number }> {
  let statements = 0;
  const { logger } = dataSource;
  dataSource.logger = Object.assign(Object.create(logger) as typeof logger, { logQuery: () => void statements++ });
  try {
    const result = await work();
    return { result, statements };
  } finally {
    dataSource.logger = logger;
  }
}
