import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, type MixedList, type MigrationInterface } from 'typeorm';
import { isAlreadyThere, isConcurrencyFailure } from './driver-errors.js';
import { withMigrationLock } from './migration-lock.js';
import { mysqlOptions } from './mysql-options.js';
import { serialiseSqlite } from './serialised-sqlite-runner.js';
import { readCommitted } from './session-isolation.js';

/** While the file is opened. Later the driver's own waiting is short, as the whole process stands still meanwhile. */
const OPENING_TIMEOUT_MS = 5000;
const BUSY_TIMEOUT_MS = 50;

export interface DatabaseOptions {
  /** `mysql://…` for MariaDB or MySQL; empty for the SQLite file. */
  readonly url?: string | undefined;
  readonly sqlitePath?: string | undefined;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type for entity classes
  readonly entities: MixedList<Function>;
  readonly migrations: MixedList<new () => MigrationInterface>;
  /** Whether statements go to the log; for debugging only, as they carry values. */
  readonly logging?: boolean;
}

/** A connected database with all migrations run. Comparisons of text are exact on SQLite and MariaDB alike. */
export async function createDataSource(options: DatabaseOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    ...connectionOptions(options),
    entities: options.entities,
    migrations: options.migrations as DataSourceOptions['migrations'],
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    logging: options.logging ?? false,
  } as DataSourceOptions);
  if (dataSource.options.type === 'better-sqlite3') serialiseSqlite(dataSource);
  await dataSource.initialize();
  if (dataSource.options.type === 'mariadb') readCommitted(dataSource);
  try {
    await migrate(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

function connectionOptions(options: DatabaseOptions): DataSourceOptions {
  if (options.url) return mysqlOptions(options.url);
  if (!options.sqlitePath) throw new Error('Either a database address or the path of a SQLite file is needed.');
  // For the owner only; the files that SQLite puts beside it take over its mode.
  closeSync(openSync(options.sqlitePath, 'a', 0o600));
  return {
    type: 'better-sqlite3',
    database: options.sqlitePath,
    enableWAL: true,
    timeout: OPENING_TIMEOUT_MS,
    statementCacheSize: 500,
  };
}

async function migrate(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type === 'mariadb') {
    const runner = dataSource.createQueryRunner();
    try {
      await withMigrationLock(runner, async () => {
        await compareExactly(dataSource);
        await dataSource.runMigrations();
      });
    } finally {
      await runner.release();
    }
  } else {
    await migrateFile(dataSource);
    await dataSource.query(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/** A file has no such lock: who comes second finds the tables made, and looks again whether anything is left to do. */
async function migrateFile(dataSource: DataSource): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await dataSource.runMigrations();
      return;
    } catch (error) {
      if (attempt === 3 || !(isConcurrencyFailure(error) || isAlreadyThere(error))) throw error;
      await sleep(300 * attempt);
    }
  }
}

/**
 * An empty database gets a binary collation, so that ids, hashes and usernames compare as in SQLite: by their bytes.
 * A database that has tables keeps what its tables were made with.
 */
async function compareExactly(dataSource: DataSource): Promise<void> {
  const [tables] = await dataSource.query<{ n: number }[]>(
    'SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  if (Number(tables?.n) > 0) return;
  const [server] = await dataSource.query<{ version: string }[]>('SELECT VERSION() AS version');
  const collation = server?.version.includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  await dataSource.query(`ALTER DATABASE CHARACTER SET utf8mb4 COLLATE ${collation}`);
}
