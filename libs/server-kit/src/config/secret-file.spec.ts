import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@pulsetech/testing';
import { readOrCreateSecret } from './secret-file.js';

describe('a secret in a file', () => {
  let folder: TemporaryFolder;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  it('is made once, for its owner only, and read ever after', () => {
    const dir = join(folder.path, 'secrets');
    expect(readOrCreateSecret(dir, 'key', () => 'first')).toBe('first');
    expect(readOrCreateSecret(dir, 'key', () => 'second')).toBe('first');
    expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dir)).toEqual(['key']);
  });

  it('is closed again when somebody opened it up', () => {
    readOrCreateSecret(folder.path, 'key', () => 'first');
    chmodSync(join(folder.path, 'key'), 0o644);
    readOrCreateSecret(folder.path, 'key', () => 'second');
    expect(statSync(join(folder.path, 'key')).mode & 0o777).toBe(0o600);
  });

  it('is that of the other process when two make it at once', () => {
    const mine = readOrCreateSecret(folder.path, 'key', () => {
      readOrCreateSecret(folder.path, 'key', () => 'theirs');
      return 'mine';
    });
    expect(mine).toBe('theirs');
  });
});
