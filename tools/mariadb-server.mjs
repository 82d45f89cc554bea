import { testKit } from './test-kit.mjs';

/**
 * A throw-away MariaDB from the test kit.
 *
 * @param {string} root
 * @param {{ durable?: boolean }} [options]
 * @returns {Promise<{ url: string, death: () => string | null, stop: () => Promise<void> }>} `url` is an address without a database
 */
export async function startMariaDb(root, options) {
  return (await testKit(root)).startMariaDb(options);
}
