import { testKit } from './test-kit.mjs';

/**
 * A throw-away Redis from the test kit, which keeps nothing.
 *
 * @param {string} root
 * @returns {Promise<{ url: string, death: () => string | null, stop: () => Promise<void> }>}
 */
export async function startRedis(root) {
  return (await testKit(root)).startRedis();
}
