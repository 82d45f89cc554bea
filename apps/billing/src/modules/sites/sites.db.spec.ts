import { SecretBox } from '@pulsetech/server-kit';
import { BillingUnderTest } from '../../../test/billing-under-test.js';
import { GUILD } from '../../../test/fake-discord.js';
import { SiteEntity } from './site.entity.js';

const TOKEN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

describe('the site of a licence', () => {
  let billing: BillingUnderTest;

  beforeAll(async () => {
    billing = await BillingUnderTest.start();
  }, 120_000);
  afterAll(() => billing.stop());

  const register = (key: string, json: unknown) => billing.call('PUT', '/v1/site', { key, json });
  const sites = (): Promise<SiteEntity[]> => billing.database.manager.find(SiteEntity);

  it('is registered with its address and its token, sealed', async () => {
    const { key } = await billing.issue();
    const { status, body } = await register(key, { url: 'https://lms.example/', webserviceToken: TOKEN });
    expect(status).toBe(200);
    expect(body).toEqual({ url: 'https://lms.example', registeredAt: billing.clock.nowSeconds() });
    const [site] = await sites();
    expect(JSON.stringify(site)).not.toContain(TOKEN);
    expect(billing.app.get(SecretBox).open(site?.tokenSealed ?? '')).toBe(TOKEN);
  });

  it('is told what is registered, and how changes get there', async () => {
    const { key } = await billing.issue('Told');
    expect(await billing.call('GET', '/v1/site', { key })).toMatchObject({ status: 404 });
    await register(key, { url: 'https://told.example/', webserviceToken: TOKEN, version: '1.0.1' });
    expect((await billing.call('GET', '/v1/site', { key })).body).toEqual({
      guildId: GUILD,
      url: 'https://told.example',
      version: '1.0.1',
      registeredAt: billing.clock.nowSeconds(),
      bot: { state: 'off', since: expect.any(Number), lastHeardAt: null },
      pushes: { waiting: 0, dead: 0, lastSuccessAt: null, lastFailureAt: null, lastFailure: null },
    });
  });

  it('is replaced when it registers again, also twice at once, and each licence has its own', async () => {
    const { key } = await billing.issue('Twice');
    const before = (await sites()).length;
    const at = (n: number) => register(key, { url: `https://lms${n}.example`, webserviceToken: TOKEN });
    const answers = await Promise.all([at(1), at(2)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await at(3);
    expect(await sites()).toHaveLength(before + 1);
    expect((await sites()).at(-1)).toMatchObject({ url: 'https://lms3.example' });
  });

  it.each([
    [{ url: 'javascript:alert(1)', webserviceToken: TOKEN }],
    [{ url: 'https://lms.example' }],
    [{ url: 'https://lms.example', webserviceToken: TOKEN, licenceId: 1 }],
  ])('is not registered as %j', async (json) => {
    const { key } = await billing.issue('Refused');
    expect(await register(key, json)).toMatchObject({ status: 400 });
  });
});
