import { schemaFaults } from '../../test/discord-schemas.js';
import { SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId, demoRoles } from '../world/demo-ids.js';

const guild = `/guilds/${demoGuildId}`;
const john = `${guild}/members/123456789012345678`;

describe('failures by order', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterAll(() => driver.close());

  const order = (...faults: object[]) => driver.control('PUT', '/faults', faults);

  it('strikes a route as often as ordered, then answers as always', async () => {
    expect((await order({ route: 'GET /guilds/:guild/members/:user', status: 500, times: 2 })).status).toBe(200);
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await driver.bot('GET', john)).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect((await driver.control('GET', '/faults')).body).toEqual([]);
  });

  it('strikes until taken away if no number is given, and leaves other routes alone', async () => {
    await order({ route: 'GET /guilds/:guild', code: 10004 });
    const broken = await driver.bot('GET', guild);
    expect([broken.status, broken.body]).toEqual([404, { message: 'Unknown Guild', code: 10004 }]);
    expect((await driver.bot('GET', `${guild}/roles/member-counts`)).status).toBe(200);
    await driver.control('DELETE', '/faults');
    expect((await driver.bot('GET', guild)).status).toBe(200);
  });

  it.each(['*', 'GET *', `GET ${john}`, `GET /api/v10${john}`, '* /guilds/*/members/*'])(
    'knows the route %s',
    async (route) => {
      expect((await order({ route, status: 503, code: 130000 })).status).toBe(200);
      expect(await driver.bot('GET', john)).toMatchObject({ status: 503, body: { code: 130000 } });
    },
  );

  it('does not take one fixed word of a path for an id', async () => {
    await order({ route: 'GET /guilds/:guild/roles/:role', status: 500 });
    expect((await driver.bot('GET', `${guild}/roles/member-counts`)).status).toBe(200);
  });

  it('drops the connection for status 0', async () => {
    await order({ route: 'GET /guilds/:guild/roles', status: 0, times: 1 });
    await expect(driver.bot('GET', `${guild}/roles`)).rejects.toThrow('fetch failed');
  });

  it('carries the request out and loses only the answer, if told so', async () => {
    await order({ route: 'POST /guilds/:guild/roles', status: 0, times: 1, after: true });
    await expect(driver.bot('POST', `${guild}/roles`, { name: 'Lost', permissions: '0' })).rejects.toThrow(
      'fetch failed',
    );
    expect((await driver.bot('GET', `${guild}/roles`)).text).toContain('"Lost"');
  });

  it('gives a 429 the headers and the body of Discord', async () => {
    await order({ route: '*', status: 429, retryAfter: 7, scope: 'shared' });
    const { headers, body } = await driver.bot('GET', `${guild}/roles/${demoRoles.alumni}`);
    expect([headers.get('retry-after'), headers.get('x-ratelimit-scope')]).toEqual(['7', 'shared']);
    expect(body).toEqual({ message: 'You are being rate limited.', retry_after: 7, global: false });
    expect(schemaFaults('RatelimitedResponse', body)).toEqual([]);
  });

  it('only delays when nothing else is ordered', async () => {
    await order({ route: 'GET /guilds/:guild/roles', delayMs: 500 });
    const delayed = driver.bot('GET', `${guild}/roles`).then(({ status }) => status);
    const prompt = driver.bot('GET', guild).then(() => 'the other answer');
    expect(await Promise.race([delayed, prompt])).toBe('the other answer');
    expect(await delayed).toBe(200);
  });

  it('answers as the network in front of Discord does, without any of its headers', async () => {
    await order({ route: '*', status: 429, answer: 'html' });
    const { status, headers, text } = await driver.bot('GET', guild);
    expect([status, headers.get('content-type')]).toEqual([429, 'text/html; charset=UTF-8']);
    expect([...headers.keys()].filter((name) => /retry|ratelimit/.test(name))).toEqual([]);
    expect(text).toContain('1015');
    await order({ route: '*', status: 200, answer: 'html' });
    expect(await driver.bot('GET', guild)).toMatchObject({ status: 200, body: null });
  });

  it('breaks off in the middle of the body', async () => {
    await order({ route: 'GET /guilds/:guild/members', answer: 'half', times: 1 });
    await expect(driver.bot('GET', `${guild}/members?limit=50`)).rejects.toThrow('terminated');
    expect((await driver.bot('GET', `${guild}/members?limit=50`)).body).toHaveLength(50);
  });

  it('cuts a page short', async () => {
    await order({ route: 'GET /guilds/:guild/members', answer: 'short', times: 1 });
    expect((await driver.bot('GET', `${guild}/members?limit=50`)).body).toHaveLength(25);
    expect((await driver.bot('GET', `${guild}/members?limit=50`)).body).toHaveLength(50);
  });

  it('speaks OAuth errors where a word is ordered', async () => {
    await order({ route: 'POST /oauth2/token', code: 'invalid_grant' });
    expect(await driver.token({ grant_type: 'refresh_token' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it.each([
    ['no route', { status: 500 }],
    ['nothing to do', { route: '*' }],
    ['an impossible status', { route: '*', status: 99 }],
    ['an unknown field', { route: '*', status: 500, forever: true }],
    ['an answer of no known kind', { route: '*', answer: 'rude' }],
    ['a true answer that is spoiled and none', { route: '*', answer: 'short', status: 500 }],
    ['no times', { route: '*', status: 500, times: 0 }],
  ])('refuses an order with %s', async (_, fault) => {
    expect((await order(fault)).status).toBe(400);
  });
});
