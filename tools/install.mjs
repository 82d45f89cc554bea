import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed, lastLines, runCommand } from './run-command.mjs';
import { step } from './step.mjs';

const STAMP = 'node_modules/.pulsetech-install.json';

/** Installs the packages of the lock file where they are missing or not the ones that it names. */
export async function ensureInstalled(root) {
  const wanted = wantedStamp(root);
  const found = readStamp(root);
  if (found === JSON.stringify(wanted)) return;
  if (isForThisNode(found, wanted) && installedByHand(root)) {
    writeStamp(root, wanted);
    return;
  }
  const paths = packagePaths(root);
  try {
    await step(
      'Installing packages (first time about 2 minutes; SQLite is compiled where no ready build can be fetched)',
      () => runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root }),
      { progress: () => installProgress(root, paths) },
    );
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(lastLines(error.output));
    throw new Error(
      'The packages could not be installed. npm’s own words stand above; mostly the package registry cannot be reached, or a compiler (g++, make, python3) is missing for SQLite.',
      { cause: error },
    );
  }
  writeStamp(root, wanted);
}

/** What an install depends on: the lock file, and the Node.js that native modules are built for. */
function wantedStamp(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return { lock, abi: process.versions.modules, platform: `${process.platform}-${process.arch}` };
}

function writeStamp(root, stamp) {
  writeFileSync(join(root, STAMP), JSON.stringify(stamp));
}

/** Without a stamp nobody knows; then the record of npm alone decides. */
function isForThisNode(found, wanted) {
  if (found === null) return true;
  const { abi, platform } = JSON.parse(found);
  return abi === wanted.abi && platform === wanted.platform;
}

function readStamp(root) {
  const file = join(root, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Whether somebody ran npm here before: its own record in node_modules then agrees with the lock file. */
function installedByHand(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(lockedPackages(root)).every(
    ([path, entry]) => entry.optional || entry.link || installed[path]?.version === entry.version,
  );
}

function lockedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path.includes('node_modules/')));
}

function packagePaths(root) {
  return Object.entries(lockedPackages(root))
    .filter(([, entry]) => !entry.optional)
    .map(([path]) => path);
}

function installProgress(root, paths) {
  const unpacked = paths.filter((path) => existsSync(join(root, path, 'package.json'))).length;
  return unpacked < paths.length
    ? `${unpacked} of ${paths.length} packages unpacked`
    : 'all packages are unpacked; preparing those with compiled parts (SQLite)';
}
