import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { RunningProduct } from './running-product.js';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

const ROWS_AT_ONCE = 200;

/** For how long SQLite may be busy with what the product writes. */
const WAIT_MS = 5000;

/** The product's database, read and written past the product. */
export class ProductDatabase {
  private constructor(private readonly connection: DataSource) {}

  static async open(product: RunningProduct): Promise<ProductDatabase> {
    const url = product.deployment.environments.api['DATABASE_URL'];
    const connection = new DataSource(
      url
        ? { type: 'mysql', url, charset: 'utf8mb4' }
        : { type: 'better-sqlite3', database: join(product.dataDir, 'pulsetech.sqlite'), timeout: WAIT_MS },
    );
    return new ProductDatabase(await connection.initialize());
  }

  async rows(table: string): Promise<Row[]> {
    return this.query(`SELECT * FROM ${table}`);
  }

  async query<T extends object = Row>(sql: string, values: readonly Value[] = []): Promise<T[]> {
    return this.connection.query<T[]>(sql, [...values]);
  }

  async run(sql: string, values: readonly Value[] = []): Promise<void> {
    await this.connection.query(sql, [...values]);
  }

  /** All rows have the columns of the first. */
  async insert(table: string, rows: readonly Row[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {});
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      const some = rows.slice(at, at + ROWS_AT_ONCE);
      const places = some.map(() => `(${columns.map(() => '?').join()})`).join();
      await this.run(
        `INSERT INTO ${table} (${columns.join()}) VALUES ${places}`,
        some.flatMap((row) => columns.map((column) => row[column] ?? null)),
      );
    }
  }

  /** Puts these rows in the place of all that the table has. */
  async replace(table: string, rows: readonly Row[]): Promise<void> {
    await this.run(`DELETE FROM ${table}`);
    await this.insert(table, rows);
  }

  close(): Promise<void> {
    return this.connection.destroy();
  }
}
