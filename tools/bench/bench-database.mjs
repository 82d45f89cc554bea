import { join } from 'node:path';
import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { startMariaDb } from '../mariadb-server.mjs';

const ROWS_PER_STATEMENT = 500;

/**
 * @typedef {object} BenchDatabase
 * @property {Record<string, string>} env tells the servers where it is
 * @property {(statements: readonly string[], rows: Record<string, readonly Record<string, unknown>[]>) => Promise<void>} fill
 * @property {() => Promise<void>} stop
 */

/** A throw-away database of this kind. @returns {Promise<BenchDatabase>} */
export async function startBenchDatabase(root, kind, dataDir) {
  return kind === 'sqlite' ? sqliteDatabase(dataDir) : mariaDatabase(root);
}

function sqliteDatabase(dataDir) {
  return {
    env: {},
    fill: async (statements, rows) => {
      const database = new Database(join(dataDir, 'pulsetech.sqlite'));
      database.transaction(() => {
        for (const statement of statements) database.exec(statement);
        for (const [sql, values] of insertions(rows)) database.prepare(sql).run(values);
      })();
      database.close();
    },
    stop: async () => {},
  };
}

async function mariaDatabase(root) {
  const server = await startMariaDb(root, { durable: true });
  const url = `${server.url}/bench`;
  const connection = await mysql.createConnection(server.url);
  await connection.query('CREATE DATABASE bench');
  await connection.query('CREATE DATABASE bench_billing');
  await connection.end();
  return {
    env: { DATABASE_URL: url, BILLING_DATABASE_URL: `${server.url}/bench_billing` },
    fill: async (statements, rows) => {
      const filling = await mysql.createConnection(url);
      for (const statement of statements) await filling.query(statement);
      for (const [sql, values] of insertions(rows)) await filling.query(sql, values);
      await filling.end();
    },
    stop: () => server.stop(),
  };
}

function* insertions(tables) {
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0]);
    const one = `(${columns.map(() => '?').join(', ')})`;
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
      const part = rows.slice(from, from + ROWS_PER_STATEMENT);
      const values = part.flatMap((row) => columns.map((column) => row[column]));
      yield [`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => one).join(', ')}`, values];
    }
  }
}
