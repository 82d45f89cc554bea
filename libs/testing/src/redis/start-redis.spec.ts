import { connect } from 'node:net';
import { startRedis } from './start-redis.js';
import { testRedis } from './test-redis.js';

describe('a throw-away Redis', () => {
  it('answers, comes back at the same port, and is gone after stop', async () => {
    const first = await startRedis();
    const port = Number(new URL(first.url).port);
    await first.stop();
    expect(await isOpen(port)).toBe(false);
    const second = await startRedis({ port });
    expect(second.url).toBe(first.url);
    expect(await isOpen(port)).toBe(true);
    await second.stop();
  }, 60_000);

  it('gives each test keys of its own', () => {
    const before = process.env['TEST_REDIS_URL'];
    process.env['TEST_REDIS_URL'] = 'redis://127.0.0.1:1';
    expect(testRedis()?.REDIS_PREFIX).not.toEqual(testRedis()?.REDIS_PREFIX);
    delete process.env['TEST_REDIS_URL'];
    expect(testRedis()).toBeNull();
    if (before !== undefined) process.env['TEST_REDIS_URL'] = before;
  });
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
