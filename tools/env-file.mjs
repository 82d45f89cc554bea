import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * The variables of a `.env` file under those of the environment: what the environment sets, wins. An empty value counts
 * as not set, as in `.env.example`.
 *
 * @param {string} file
 * @param {Record<string, string | undefined>} environment
 * @returns {Record<string, string>}
 */
export function withEnvFile(file, environment) {
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const merged = { ...fromFile, ...environment };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''));
}
