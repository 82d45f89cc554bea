import { browserSuite, browserTest } from './harness/browser-suite.js';
import { ACCOUNTS, DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { DEMO_LICENCE } from './harness/demo-licence.js';
import { SiteAdmin } from './harness/site-admin.js';
import { PAGES } from './harness/visitor.js';
import { WebserviceClient } from './harness/webservice-client.js';

const suite = browserSuite();
const test = (name: string, work: () => Promise<void>) => browserTest(suite, name, work);

/** A licence of its own for each test, entered on the settings page's API. */
async function useNewLicence(...more: readonly string[]): Promise<{ clientId: string }> {
  const licence = await DEMO_LICENCE.issue(suite.product, ...more);
  const admin = await SiteAdmin.signIn(suite.product.url);
  await admin.save({ licenceKey: licence.key });
  return licence;
}

async function expectNothingWorks(reason: RegExp): Promise<void> {
  const stranger = await suite.newVisitor();
  await stranger.open(PAGES.signIn);
  await stranger.page.getByText('Signing in with Discord is not available at present').waitFor();
  expect(await stranger.page.getByRole('link', { name: 'Continue with Discord' }).count()).toBe(0);

  const linked = await suite.newVisitor();
  await linked.signInWithPassword(ACCOUNTS.jsmith.username, ACCOUNTS.jsmith.password);
  const before = await linked.courses();
  await suite.product.sandbox.setRoles(DISCORD_IDS.john, []);
  await linked.open(PAGES.link);
  await linked.page.getByRole('button', { name: 'Sync Now' }).click();
  await linked.page
    .getByText(/licence/i)
    .first()
    .waitFor();
  expect(await linked.courses()).toEqual(before);

  const bot = WebserviceClient.ofDemo(suite.product);
  const pushed = await bot.syncRoles(DISCORD_IDS.john, [DISCORD_ROLES.premiumMember]);
  expect(pushed).toMatchObject({ errorcode: 'licenceinvalid', message: expect.stringMatching(reason) as string });
  expect(await linked.courses()).toEqual(before);

  const newcomer = await suite.newVisitor();
  await newcomer.signInWithPassword(ACCOUNTS.maria.username, ACCOUNTS.maria.password);
  await newcomer.open(PAGES.link);
  await newcomer.page.getByText('Linking is not possible at present').waitFor();
  expect(await newcomer.page.getByRole('button', { name: 'Link My Discord Account' }).count()).toBe(0);

  const admin = await suite.newVisitor();
  await admin.signInWithPassword(ACCOUNTS.admin.username, ACCOUNTS.admin.password);
  await admin.open(PAGES.settings);
  await admin.page.getByText(reason).first().waitFor();
}

describe('a licence that no longer counts', () => {
  test('when it is revoked: the button goes, nothing syncs, and every place says why', async () => {
    const { clientId } = await useNewLicence();
    await suite.product.cli('billing', 'license:revoke', clientId);
    await (await SiteAdmin.signIn(suite.product.url)).verifyLicence();

    await expectNothingWorks(/revoked/i);
  });

  test('when it has expired: the same', async () => {
    const { clientId } = await useNewLicence('--expires', '2037-12-31');
    await DEMO_LICENCE.expire(suite.product, clientId);
    await (await SiteAdmin.signIn(suite.product.url)).verifyLicence();

    await expectNothingWorks(/expired/i);
  });

  test('when there is none: the same', async () => {
    await (await SiteAdmin.signIn(suite.product.url)).save({ licenceKey: '' });

    await expectNothingWorks(/no licence key is set/i);
  });

  test('when a new one is entered, everything is back', async () => {
    await useNewLicence();
    const newbie = await suite.newVisitor();
    await newbie.continueWithDiscord();
    await newbie.authorizeAs('newbie');
    await newbie.page.waitForURL(`**${PAGES.dashboard}`);

    expect(await newbie.courses()).toEqual(['Introduction to Programming']);
  });
});

describe('a licence key with a typing error', () => {
  test('is refused with the place of the error, and the one before stays', async () => {
    await useNewLicence();
    const admin = await SiteAdmin.signIn(suite.product.url);

    await expect(admin.save({ licenceKey: 'PLMS-7H2K-ABCD-EFGH-9QXO' })).rejects.toThrow('in its last group');
    expect((await admin.settings()).licence.status).toBe('valid');
  });
});

describe('a billing server that does not answer', () => {
  test('leaves a licence that was valid as it is, and the settings say that billing is away', async () => {
    await useNewLicence();
    await suite.product.stopServer('billing');
    try {
      const admin = await SiteAdmin.signIn(suite.product.url);
      await admin.verifyLicence();
      const { licence } = await admin.settings();

      expect(licence.status).toBe('valid');
      expect(licence.graceUntil).toBeGreaterThan(Date.now() / 1000);
      const visitor = await suite.newVisitor();
      await visitor.open(PAGES.signIn);
      await visitor.page.getByRole('link', { name: 'Continue with Discord' }).waitFor();
    } finally {
      await suite.product.startServer('billing');
    }
  });
});
