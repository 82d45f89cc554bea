import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Marks a data folder as in use by this process.
 *
 * @param {string} dataDir
 * @param {string} address where the site will be, told to whoever comes second
 * @returns {() => void} gives the folder free
 * @throws {Error} when another start that still runs uses it.
 */
export function lockDataDir(dataDir, address) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'start.lock');
  const mine = JSON.stringify({ pid: process.pid, address });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder && isRunning(holder.pid)) {
      throw new Error(
        `The data in ${dataDir} is in use by another start (process ${holder.pid}, ${holder.address}). Stop that one, or use other data: DATA_DIR=./other-data PORT=3100 npm start`,
      );
    }
    rmSync(file, { force: true });
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // Torn by a crash, or gone since: then nobody holds it.
    if (error instanceof SyntaxError || error.code === 'ENOENT') return null;
    throw error;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !wasTakenOver(pid);
}

/** After a crash the number may belong to something else by now; where the system tells, look what it runs. */
function wasTakenOver(pid) {
  try {
    return !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.mjs');
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
