import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { deathOf } from '../death-of.js';
import { ended } from '../ended.js';
import { freePort } from '../free-port.js';
import { findProgram } from '../programs.js';
import { temporaryFolder } from '../temporary-folder.js';

const START_TIMEOUT_MS = 60_000;
const LINES_TOLD = 50;
const ADVICE =
  'Install the MariaDB server (Debian: apt-get install mariadb-server), or set TEST_MARIADB_URL to a server whose databases may be created and dropped.';

export interface ThrowAwayMariaDb {
  /** Address of the server without a database; the user may do everything. */
  readonly url: string;
  /** How it ended and what it wrote about that, when it ended by itself; null as long as it runs. */
  death(): string | null;
  stop(): Promise<void>;
}

/** Nothing has to survive a crash, so nothing waits for the disk; and there is not much to remember. */
const FOR_TESTS = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-buffer-pool-size=64M'];

/** A commit is on the disk when it is answered; the buffer pool has the size that docker/compose.yaml gives it. */
const DURABLE = ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=1', '--innodb-buffer-pool-size=256M'];

const SMALL = [
  '--sync-binlog=0',
  '--skip-log-bin',
  '--performance-schema=OFF',
  '--skip-name-resolve',
  '--max-connections=200',
];

/**
 * Starts a MariaDB server of its own on 127.0.0.1, with its data among the temporary files; `stop` removes both. Its
 * folder for temporary tables is its own too: a starting server deletes whatever #sql… it finds there, and one beside it
 * whose table is deleted between being made and opened crashes (free_tmp_table, seen with 10.11.19).
 * `durable` is for measuring: tests are faster without.
 */
export async function startMariaDb({ durable = false } = {}): Promise<ThrowAwayMariaDb> {
  const server = findProgram(['mariadbd', 'mysqld'], ADVICE);
  const installer = findProgram(['mariadb-install-db', 'mysql_install_db'], ADVICE);
  const folder = temporaryFolder('pt-mariadb-');
  const dataDir = join(folder.path, 'data');
  const own = [`--datadir=${dataDir}`, `--tmpdir=${join(folder.path, 'tmp')}`, `--user=${userInfo().username}`];
  try {
    mkdirSync(join(folder.path, 'tmp'));
    await promisify(execFile)(installer, [
      '--no-defaults',
      ...own,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    const port = await freePort();
    const process = spawn(
      server,
      [
        '--no-defaults',
        ...own,
        `--socket=${join(folder.path, 'socket')}`,
        `--pid-file=${join(folder.path, 'pid')}`,
        `--log-error=${join(folder.path, 'error.log')}`,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        ...SMALL,
        ...(durable ? DURABLE : FOR_TESTS),
      ],
      { stdio: 'ignore' },
    );
    // A test run that forgot to stop it, or was cut off, still ends.
    process.unref();
    const url = `mysql://root@127.0.0.1:${port}`;
    await ready(process, url);
    return {
      url,
      death: () => deathOf(process, 'MariaDB', lastWords(join(folder.path, 'error.log'))),
      stop: async () => {
        await ended(process);
        folder.remove();
      },
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** From the report of a crash on, which names the statement, or else the last lines. */
function lastWords(errorLog: string): () => string {
  return () => {
    const lines = readFileSync(errorLog, 'utf8').trimEnd().split('\n');
    const crash = lines.findLastIndex((line) => line.includes(' got signal '));
    return (crash < 0 ? lines.slice(-LINES_TOLD) : lines.slice(crash, crash + LINES_TOLD)).join('\n');
  };
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let failure: unknown;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`MariaDB ended with code ${server.exitCode} while starting.`);
    try {
      const connection = await createConnection(url);
      await connection.end();
      return;
    } catch (error) {
      failure = error;
      await sleep(100);
    }
  }
  await ended(server);
  throw new Error(`MariaDB did not answer within ${START_TIMEOUT_MS} ms.`, { cause: failure });
}
