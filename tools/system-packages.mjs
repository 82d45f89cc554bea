import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { step } from './step.mjs';

/** Programs that the tests need, where they may stand, and the Debian package that brings them. */
const NEEDED = [
  { programs: ['mariadbd', 'mysqld'], package: 'mariadb-server', what: 'MariaDB' },
  { programs: ['redis-server', 'valkey-server'], package: 'redis-server', what: 'Redis' },
  { programs: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium', what: 'Chromium' },
];
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Full path of the first of these programs that can be run, or null. */
export function findProgram(...names) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...FOLDERS];
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return null;
}

/**
 * Installs what is missing where that is allowed; otherwise throws with the one command to run.
 *
 * @param {readonly string[]} [wanted] names, e.g. `MariaDB`; by default all that the tests need
 */
export async function ensureSystemPackages(wanted = NEEDED.map((need) => need.what)) {
  const missing = NEEDED.filter(({ what, programs }) => wanted.includes(what) && findProgram(...programs) === null);
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.package);
  const names = new Intl.ListFormat('en-GB').format(missing.map((need) => need.what));
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    throw new Error(
      `${names} ${missing.length > 1 ? 'are' : 'is'} needed. Install with: sudo sh -c "apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}" (or your system’s own packages), then run this again.`,
    );
  }
  await step(`Installing ${names} from the system’s packages (about a minute)`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update'], { env });
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  });
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
