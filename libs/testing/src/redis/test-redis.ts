import { randomBytes } from 'node:crypto';

/** What a site is told to use keys of its own on the Redis server of the tests. */
export interface TestRedis {
  readonly REDIS_URL: string;
  readonly REDIS_PREFIX: string;
}

/** The Redis server at TEST_REDIS_URL, with a prefix that nobody else uses; null where that is not set. */
export function testRedis(): TestRedis | null {
  const url = process.env['TEST_REDIS_URL'];
  return url ? { REDIS_URL: url, REDIS_PREFIX: `test-${process.pid}-${randomBytes(6).toString('hex')}:` } : null;
}
