import { schemaFaults } from '../../test/discord-schemas.js';
import { type Answer, SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId, demoRoles } from '../world/demo-ids.js';

const guild = `/guilds/${demoGuildId}`;
const john = `${guild}/members/123456789012345678`;

describe('rate limits', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterAll(() => driver.close());

  const many = (count: number, method: string, path: string): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, () => driver.bot(method, path)));
  const limited = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 429);
  const names = ({ headers }: Answer) => [...headers.keys()].filter((name) => name.startsWith('x-ratelimit'));

  it('are off at first and then leave no trace in the headers', async () => {
    const answers = await many(60, 'GET', john);
    expect(limited(answers)).toEqual([]);
    expect(answers.flatMap(names)).toEqual([]);
  });

  it.each([[{ mode: 'real' }], ['real'], ['"real"']])('are switched by %j', async (body) => {
    expect((await driver.control('PUT', '/limits', body)).body).toEqual({ mode: 'real', refused: 0 });
    expect((await driver.control('PUT', '/limits', { mode: 'often' })).status).toBe(400);
  });

  it('allow five single members a second and say when to come back', async () => {
    await driver.control('PUT', '/limits', { mode: 'real' });
    const answers = await many(7, 'GET', john);
    expect(limited(answers)).toHaveLength(2);
    expect((await driver.control('GET', '/limits')).body).toEqual({ mode: 'real', refused: 2 });
    const [refusal] = limited(answers);
    expect(refusal?.headers.get('x-ratelimit-scope')).toBe('user');
    expect(Number(refusal?.headers.get('retry-after'))).toBe(1);
    expect(refusal?.body).toMatchObject({ global: false, message: 'You are being rate limited.' });
    expect(schemaFaults('RatelimitedResponse', refusal?.body)).toEqual([]);
    driver.letPass(1_000);
    const next = await driver.bot('GET', john);
    expect(next.status).toBe(200);
    expect([next.headers.get('x-ratelimit-limit'), next.headers.get('x-ratelimit-remaining')]).toEqual(['5', '4']);
    expect(names(next)).toHaveLength(5);
  });

  it('count the giving and the taking of roles together', async () => {
    await driver.control('PUT', '/limits', { mode: 'real' });
    const path = `${john}/roles/${demoRoles.alumni}`;
    expect(limited(await many(6, 'PUT', path))).toHaveLength(0);
    expect(limited(await many(6, 'DELETE', path))).toHaveLength(2);
  });

  it('allow ten pages of members in ten seconds', async () => {
    await driver.control('PUT', '/limits', { mode: 'real' });
    expect(limited(await many(11, 'GET', `${guild}/members?limit=5`))).toHaveLength(1);
  });

  it('stop the whole bot after fifty requests in a second', async () => {
    await driver.control('PUT', '/limits', { mode: 'real' });
    const refused = limited(await many(55, 'GET', `${guild}/roles`));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('x-ratelimit-global')).toBe('true');
    expect(refused[0]?.body).toMatchObject({ global: true });
  });

  it('come back evenly in a leaky bucket, which says when it is full again', async () => {
    await driver.control('PUT', '/limits', { mode: 'leaky' });
    const path = `${guild}/members?limit=5`;
    const answers = await many(11, 'GET', path);
    const [refusal] = limited(answers);
    expect(limited(answers)).toHaveLength(1);
    expect(Number(refusal?.headers.get('retry-after'))).toBe(1);
    expect(Number(refusal?.headers.get('x-ratelimit-reset-after'))).toBeGreaterThan(8);
    driver.letPass(3_000);
    expect(limited(await many(5, 'GET', path)).length).toBeGreaterThanOrEqual(1);
    driver.letPass(10_000);
    expect(limited(await many(10, 'GET', path))).toEqual([]);
    const role = `${john}/roles/${demoRoles.alumni}`;
    const [last] = (await many(11, 'PUT', role)).slice(-1);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(8);
  });
});
