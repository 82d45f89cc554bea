import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildProjects } from './build.mjs';

/**
 * A throw-away MariaDB from the test kit, which is built for it first.
 *
 * @param {string} root
 * @param {{ durable?: boolean }} [options]
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` is an address without a database
 */
export async function startMariaDb(root, options) {
  await buildProjects(root, ['testing']);
  const kit = await import(pathToFileURL(join(root, 'libs/testing/dist/index.js')).href);
  return kit.startMariaDb(options);
}
