import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { startMariaDb } from '../mariadb-server.mjs';

/** As many as SQLite takes in one statement, with room to spare. */
const VALUES_PER_STATEMENT = 20_000;

/**
 * @typedef {object} BenchDatabase
 * @property {Record<string, string>} env tells the servers where it is
 * @property {(statements: readonly string[], rows: Record<string, readonly Record<string, unknown>[]>) => Promise<void>} fill
 * @property {(sql: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>} query
 * @property {() => Promise<number | null>} statements how many were answered since the start, without those of `query` and
 *   this one's own; null where nobody counts them
 * @property {() => Promise<number[]>} pids of the processes that it runs in, none when it is a file
 * @property {() => Promise<void>} stop
 */

/** A throw-away database of this kind. @returns {Promise<BenchDatabase>} */
export async function startBenchDatabase(root, kind, dataDir) {
  return kind === 'sqlite' ? sqliteDatabase(dataDir) : mariaDatabase(root);
}

function sqliteDatabase(dataDir) {
  const file = join(dataDir, 'pulsetech.sqlite');
  const within = (work) => {
    const database = new Database(file);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    env: {},
    fill: async (statements, rows) =>
      within((database) =>
        database.transaction(() => {
          for (const statement of statements) database.exec(statement);
          for (const [sql, values] of insertions(rows)) database.prepare(sql).run(values);
        })(),
      ),
    query: async (sql, values = []) => within((database) => database.prepare(sql).all(values)),
    statements: async () => null,
    pids: async () => [],
    stop: async () => {},
  };
}

async function mariaDatabase(root) {
  const server = await startMariaDb(root, { durable: true });
  const url = `${server.url}/bench`;
  const connection = await mysql.createConnection(server.url);
  await connection.query('CREATE DATABASE bench');
  await connection.query('CREATE DATABASE bench_billing');
  await connection.changeUser({ database: 'bench' });
  let own = 0;
  const query = async (sql, values = []) => {
    own++;
    const [rows] = await connection.query(sql, values);
    return rows;
  };
  return {
    env: { DATABASE_URL: url, BILLING_DATABASE_URL: `${server.url}/bench_billing` },
    fill: async (statements, rows) => {
      for (const statement of statements) await query(statement);
      await query('START TRANSACTION');
      for (const [sql, values] of insertions(rows)) await query(sql, values);
      await query('COMMIT');
    },
    query,
    statements: async () => {
      const [row] = await query("SHOW GLOBAL STATUS LIKE 'Questions'");
      return Number(row.Value) - own;
    },
    pids: async () => {
      const [{ file }] = await query('SELECT @@pid_file AS file');
      return [Number(readFileSync(file, 'utf8'))];
    },
    stop: async () => {
      await connection.end();
      await server.stop();
    },
  };
}

function* insertions(tables) {
  for (const [table, rows] of Object.entries(tables)) {
    if (rows.length === 0) continue;
    const columns = Object.keys(rows[0]);
    const one = `(${columns.map(() => '?').join(', ')})`;
    const atOnce = Math.floor(VALUES_PER_STATEMENT / columns.length);
    for (let from = 0; from < rows.length; from += atOnce) {
      const part = rows.slice(from, from + atOnce);
      const values = part.flatMap((row) => columns.map((column) => row[column]));
      yield [`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => one).join(', ')}`, values];
    }
  }
}
