import Database from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';

type Value = string | number | null;

/** Direct access to the database of a running server. */
export class ServerDatabase {
  constructor(
    private readonly url: string | null,
    private readonly sqlitePath: string,
  ) {}

  async run(sql: string, values: readonly Value[]): Promise<void> {
    if (this.url === null) {
      const database = new Database(this.sqlitePath, { timeout: 5000 });
      try {
        database.prepare(sql).run(...values);
      } finally {
        database.close();
      }
      return;
    }
    const connection = await createConnection(this.url);
    try {
      await connection.execute(sql, [...values]);
    } finally {
      await connection.end();
    }
  }
}
