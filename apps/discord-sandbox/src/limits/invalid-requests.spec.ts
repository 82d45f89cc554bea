import { SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId } from '../world/demo-ids.js';

describe('invalid requests', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterAll(() => driver.close());

  const roles = () => driver.bot('GET', `/guilds/${demoGuildId}/roles`);
  const invalid = () => driver.as('Bot of-nobody', `/guilds/${demoGuildId}/roles`);
  const state = async () => (await driver.control('GET', '/invalid-requests')).body;

  it('over the threshold are answered by the network in front of Discord, for ten minutes', async () => {
    await driver.control('PUT', '/invalid-requests', { threshold: 3 });
    await invalid();
    await invalid();
    expect((await roles()).status).toBe(200);
    expect((await invalid()).status).toBe(401);
    expect(await state()).toEqual({ count: 3, threshold: 3, banned: true });

    const refused = await roles();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    expect([...refused.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);

    driver.letPass(10 * 60_000);
    expect((await roles()).status).toBe(200);
  });

  it('do not include refusals of a limit that is shared with others', async () => {
    const shared = { route: '*', status: 429, scope: 'shared', times: 1 };
    await driver.control('PUT', '/faults', [shared]);
    expect((await roles()).status).toBe(429);
    expect(await state()).toEqual({ count: 0, threshold: 10_000, banned: false });
  });

  it('are forgotten by order', async () => {
    await driver.control('PUT', '/invalid-requests', { threshold: 1 });
    await invalid();
    expect((await roles()).status).toBe(429);
    await driver.control('DELETE', '/invalid-requests');
    expect((await roles()).status).toBe(200);
  });
});
