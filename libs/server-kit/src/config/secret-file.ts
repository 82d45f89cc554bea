import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/**
 * The content of `dir/name`, made by `make` and stored with mode 0600 when the file does not exist yet. Two processes
 * that start at once end up with the same secret. `dir` itself is made with mode 0700.
 */
export function readOrCreateSecret(dir: string, name: string, make: () => string): string {
  const path = join(dir, name);
  const existing = readIfPresent(path);
  if (existing !== null) {
    chmodSync(path, 0o600);
    return existing;
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const draft = join(dir, `.${name}.${randomUUID()}`);
  writeFileSync(draft, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
