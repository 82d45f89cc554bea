import type { BotDto, HealthReport } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import type { SiteFixture } from '../../../../test/site.fixture.js';
import { TokensFixture, UNKNOWN, WORKS } from '../../../../test/tokens.fixture.js';
import { LicenseService } from '../../license/license.service.js';
import { SiteRegistration } from './site-registration.service.js';

describe('The bot of the billing server', () => {
  let fixture: TokensFixture;
  let site: SiteFixture;

  beforeAll(async () => {
    fixture = await TokensFixture.start();
    site = fixture.site;
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(() => {
    site.billing.fault = 'none';
    site.billing.bot.bot = { state: 'live', since: null, lastHeardAt: null };
    site.billing.bot.pushes = { waiting: 0, dead: 0, lastSuccessAt: null, lastFailureAt: null, lastFailure: null };
  });

  const registration = (): SiteRegistration => site.app.get(SiteRegistration);
  const registered = () => site.billing.registrations;
  const held = (): string => registered().at(-1)?.webserviceToken ?? '';
  const shown = async (): Promise<BotDto> => (await (await fixture.page.get('/api/v1/settings/bot')).json()) as BotDto;
  const health = async () => {
    site.clock.advanceSeconds(20);
    const report = (await (await fetch(`${site.origin}/health`)).json()) as HealthReport;
    return report.dependencies['bot'];
  };

  test('cannot tell the site anything before an administrator gave it a token, and the page says so', async () => {
    expect(await registration().check()).toBe('no_token');
    expect(await shown()).toMatchObject({
      condition: 'attention',
      message: expect.stringContaining('generate the billing server’s token') as string,
    });
    expect(await health()).toMatchObject({ status: 'down', required: false });
  });

  test('is told address, version and token, once, and all is well', async () => {
    await fixture.page.change('POST', '/api/v1/tokens/billing');
    expect(registered().at(-1)).toMatchObject({ url: 'http://site.example', version: '0' });
    const times = registered().length;
    expect(await registration().check()).toBe('current');
    expect(registered()).toHaveLength(times);
    site.billing.bot.pushes = { ...site.billing.bot.pushes, waiting: 2, lastSuccessAt: 1_700_000_000 };
    expect(await shown()).toEqual({
      condition: 'ok',
      message: expect.stringContaining('at once') as string,
      lastPushAt: 1_700_000_000,
      waiting: 2,
    });
    expect(await health()).toMatchObject({ status: 'up' });
  });

  test.each([
    ['has lost it', () => registered().splice(0)],
    ['has another address', () => registered().push({ url: 'http://former.example', webserviceToken: 'x' })],
    [
      'has an older version',
      () => registered().push({ url: 'http://site.example', webserviceToken: 'x', version: '9' }),
    ],
    ['is refused', () => Object.assign(site.billing.bot.pushes, { lastFailure: 'token_refused' })],
  ])('gets a new token when it %s, and the one before ends', async (_, happen) => {
    await fixture.page.change('POST', '/api/v1/tokens/billing');
    const before = held();
    happen();
    expect(await registration().check()).toBe('registered');
    expect(held()).not.toBe(before);
    expect([await fixture.call(before), await fixture.call(held())]).toEqual([UNKNOWN, WORKS]);
  });

  test('is asked again later when the billing server is away, and the page says that nothing is known', async () => {
    site.billing.fault = 'down';
    await expect(registration().check()).rejects.toThrow('billing_unreachable');
    expect(await shown()).toMatchObject({ condition: 'unknown', lastPushAt: null, waiting: null });
    expect(await health()).toMatchObject({ status: 'unknown' });
  });

  test.each([
    ['no_intent', 'Server Members Intent'],
    ['unauthorized', 'renew its token'],
    ['broken', 'lost Discord'],
    ['off', 'does not listen'],
  ] as const)('that is %s is shown with what to do', async (state, words) => {
    site.billing.bot.bot = { state, since: null, lastHeardAt: null };
    expect(await shown()).toMatchObject({
      condition: 'attention',
      message: expect.stringContaining(words) as string,
    });
  });

  test.each([
    ['token_refused', 'Generate the billing server’s token anew'],
    ['unreachable', 'does not reach this site'],
    ['not_understood', 'Something between'],
  ] as const)('whose pushes end with %s is shown with what to do', async (lastFailure, words) => {
    Object.assign(site.billing.bot.pushes, { lastFailure });
    expect(await shown()).toMatchObject({
      condition: 'attention',
      message: expect.stringContaining(words) as string,
    });
  });

  test('that gave up changes is shown with what makes up for them', async () => {
    Object.assign(site.billing.bot.pushes, { dead: 3 });
    expect(await shown()).toMatchObject({
      condition: 'waiting',
      message: expect.stringContaining('3 changes were given up') as string,
    });
  });

  test('gets no token while the web service is off or the licence is not valid', async () => {
    await site.settings({ webserviceEnabled: false });
    expect(await registration().check()).toBe('web_service_off');
    expect(await shown()).toMatchObject({ condition: 'attention' });
    await site.settings({ webserviceEnabled: true });
    site.billing.licence = 'licence_revoked';
    await site.app.get(LicenseService).verify();
    expect(await registration().check()).toBe('no_licence');
    expect(await shown()).toMatchObject({ condition: 'attention' });
    site.billing.licence = 'valid';
    await site.app.get(LicenseService).verify();
  });

  test('is looked after as soon as the licence is for another Discord server', async () => {
    let told = 0;
    site.app.get(LicenseService).onNewLicence(() => (told += 1));
    await site.app.get(LicenseService).verify();
    expect(told).toBe(0);
    site.billing.guildId = '900000000000000009';
    await site.app.get(LicenseService).verify();
    expect(told).toBe(1);
  });

  test('is nothing that everybody may ask about', async () => {
    const learner = await site.browserOf(await site.user());
    expect((await learner.get('/api/v1/settings/bot')).status).toBe(403);
  });
});
