import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './ports.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { findProgram } from './system-packages.mjs';

const START_TIMEOUT_MS = 60_000;
const USER = 'pulsetech';
const PASSWORD = 'throw-away';

/**
 * Starts a MariaDB of its own in a temporary folder, on loopback, with durable commits as in production
 * (`innodb_flush_log_at_trx_commit=1`). Each test makes its own database in it.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` without a database name, e.g.
 *   `mysql://user:password@127.0.0.1:40123`
 */
export async function startMariaDb() {
  const mariadbd = findProgram('mariadbd', 'mysqld');
  const install = findProgram('mariadb-install-db', 'mysql_install_db');
  if (!mariadbd || !install) throw new Error('MariaDB is not installed (Debian: apt-get install mariadb-server).');
  const folder = mkdtempSync(join(tmpdir(), 'pulsetech-mariadb-'));
  const port = await findFreePort();
  // mariadbd refuses to run as root unless it is told so by name.
  const asUser = process.getuid?.() === 0 ? ['--user=root'] : [];
  const dataDir = `--datadir=${join(folder, 'data')}`;
  await runCommand(install, [
    '--no-defaults',
    dataDir,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...asUser,
  ]);
  writeFileSync(
    join(folder, 'init.sql'),
    `CREATE USER '${USER}'@'%' IDENTIFIED BY '${PASSWORD}';\nGRANT ALL ON *.* TO '${USER}'@'%';\n`,
  );
  const args = [
    '--no-defaults',
    dataDir,
    ...asUser,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--socket=${join(folder, 'mariadb.sock')}`,
    `--pid-file=${join(folder, 'mariadb.pid')}`,
    `--init-file=${join(folder, 'init.sql')}`,
    '--character-set-server=utf8mb4',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=128M',
    '--skip-name-resolve',
  ];
  const child = spawn(mariadbd, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    log += chunk;
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!log.includes('ready for connections')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`MariaDB did not start:\n${lastLines(log)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url: `mysql://${USER}:${PASSWORD}@127.0.0.1:${port}`, stop };
}
