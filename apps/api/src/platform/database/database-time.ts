import type { DataSource } from 'typeorm';

/** What time a MariaDB or MySQL server has, Unix milliseconds. Told in UTC, so that no time zone or summer time comes in. */
export async function databaseTime(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ ms: number | string }[]>(
    "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000 AS ms",
  );
  if (!row) throw new Error('The database did not say what time it is.');
  return Number(row.ms);
}
