import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@pulsetech/testing';
import { lockDataDir } from '../../../../tools/data-dir-lock.mjs';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const lockFile = () => join(folder.path, 'start.lock');

describe('the lock of a data folder', () => {
  it('refuses a second start while the first runs, and says where the first is', () => {
    // The name on its command line is how a start is told from whatever else got its number.
    const first = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'start.mjs']);
    try {
      writeFileSync(lockFile(), JSON.stringify({ pid: first.pid, address: 'http://localhost:3000' }));
      expect(() => lockDataDir(folder.path, 'http://localhost:3100')).toThrow(
        `in use by another start (process ${first.pid}, http://localhost:3000)`,
      );
    } finally {
      first.kill();
    }
  });

  it('takes over from a start that crashed', () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    writeFileSync(lockFile(), JSON.stringify({ pid: gone, address: 'http://localhost:3000' }));
    const unlock = lockDataDir(folder.path, 'http://localhost:3100');
    unlock();
    expect(existsSync(lockFile())).toBe(false);
  });

  it('takes over a lock that was torn by a crash', () => {
    writeFileSync(lockFile(), '{"pid":');
    expect(() => lockDataDir(folder.path, 'http://localhost:3000')).not.toThrow();
  });
});
