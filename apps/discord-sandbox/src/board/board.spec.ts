import { SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId, demoRoles } from '../world/demo-ids.js';

const john = '123456789012345678';

describe('the pages for people', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  afterAll(() => driver.close());

  it('lists members and roles with nothing of their names taken for HTML', async () => {
    const { status, text } = await driver.browse('/');
    expect(status).toBe(200);
    expect(text).toContain('🎓 Alumni');
    expect(text).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; Co');
    expect(text).not.toContain('<b>Bold');
  });

  it('gives and takes a role by hand and goes back to the list', async () => {
    const form = { guild: demoGuildId, user: john, role: demoRoles.alumni };
    const member = `/guilds/${demoGuildId}/members/${john}`;
    const given = await driver.post('/board/give', form);
    expect(given.status).toBe(303);
    expect((await driver.bot('GET', member)).text).toContain(demoRoles.alumni);
    expect((await driver.post('/board/take', form, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await driver.post('/board/take', form, { origin: driver.sandbox.url })).status).toBe(303);
    expect((await driver.bot('GET', member)).text).not.toContain(demoRoles.alumni);
    expect((await driver.post('/board/give', { ...form, user: '1' })).status).toBe(404);
  });

  it('finds members by name and pages through the others', async () => {
    const found = (await driver.browse('/?q=nova')).text;
    expect(found).toContain('newbie');
    expect(found).not.toContain('headteacher');
    await driver.control('POST', `/guilds/${demoGuildId}/members`, { count: 50 });
    expect((await driver.browse('/')).text).toContain('Next members');
  });

  it('draws avatars, those of unknown users too', async () => {
    for (const path of [
      `/cdn/avatars/${john}/8342729096ea3675442027381ff50dfe.png`,
      '/cdn/avatars/1/x.gif',
      '/cdn/embed/avatars/3.png',
    ]) {
      const { status, headers, text } = await driver.browse(path);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
      expect(text).toMatch(/^<svg .*<\/svg>$/s);
    }
  });
});
