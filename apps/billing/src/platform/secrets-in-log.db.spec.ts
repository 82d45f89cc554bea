import { Writable } from 'node:stream';
import { BillingUnderTest } from '../../test/billing-under-test.js';
import { BOT_TOKEN, CLIENT_SECRET, JOHN } from '../../test/fake-discord.js';
import { SignIn } from '../../test/sign-in.js';

const SITE_TOKEN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

describe('the log, with everything in it that it can have', () => {
  let billing: BillingUnderTest;
  let log = '';

  beforeAll(async () => {
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        log += chunk.toString();
        done();
      },
    });
    billing = await BillingUnderTest.start({ env: { LOG_LEVEL: 'trace' }, log: destination });
  }, 120_000);
  afterAll(() => billing.stop());

  it('tells what happened in a whole sign-in, and no secret of it', async () => {
    const licence = await billing.issue();
    const { key } = licence;
    const signIn = new SignIn(billing, licence);
    const fromDiscord = new URL(billing.discord.approve(await signIn.toDiscord()));
    const back = new URL((await signIn.callback(fromDiscord.href)).location);
    const code = back.searchParams.get('code') ?? '';
    const { body } = await signIn.exchange(code);
    const access = body['access_token'] ?? '';
    const refresh = body['refresh_token'] ?? '';
    await signIn.me(access);
    billing.discord.fault = (call) => (call === 'POST /oauth2/token' ? { status: 500 } : undefined);
    await signIn.refresh(refresh);
    billing.discord.fault = () => undefined;
    const refreshed = await signIn.refresh(refresh);
    await billing.call('POST', '/v1/licenses/verify', { key, json: { siteUrl: 'http://localhost' } });
    await billing.call('PUT', '/v1/site', { key, json: { url: 'http://localhost', webserviceToken: SITE_TOKEN } });
    await billing.call('POST', '/v1/guild/members/lookup', { key, json: { ids: [JOHN] } });
    await billing.call('GET', '/v1/guild/roles', { key: 'PLMS-2222-3333-4444-5555' });
    await signIn.revoke(refreshed.body['refresh_token'] ?? '');

    for (const expected of [
      '/oauth2/authorize',
      '/oauth2/callback',
      '/oauth2/token',
      '/users/@me',
      '/v1/site',
      '/oauth2/token: discord_unavailable (500)',
    ]) {
      expect(log).toContain(expected);
    }
    const secrets = {
      key,
      CLIENT_SECRET,
      BOT_TOKEN,
      SITE_TOKEN,
      code,
      access,
      refresh,
      newAccess: refreshed.body['access_token'] ?? '',
      newRefresh: refreshed.body['refresh_token'] ?? '',
      verifier: signIn.verifier,
      siteState: signIn.state,
      discordCode: fromDiscord.searchParams.get('code') ?? '',
      discordState: fromDiscord.searchParams.get('state') ?? '',
      email: 'john@example.com',
      wrongKey: 'PLMS-2222-3333-4444-5555',
      anyDiscordToken: 'discord-access-',
      ...Object.fromEntries(signIn.browser.received.map((value, n) => [`cookie ${n}`, value])),
    };
    for (const [name, secret] of Object.entries(secrets)) {
      expect([name, secret.length > 4]).toEqual([name, true]);
      expect([name, log.includes(secret)]).toEqual([name, false]);
    }
  });
});
