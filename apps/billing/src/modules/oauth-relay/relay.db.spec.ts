import { createHash } from 'node:crypto';
import { SecretBox } from '@pulsetech/server-kit';
import { BillingUnderTest, type IssuedLicence } from '../../../test/billing-under-test.js';
import { Browser } from '../../../test/browser.js';
import { ANNA, JOHN } from '../../../test/fake-discord.js';
import { SignIn } from '../../../test/sign-in.js';
import { PendingRevocationEntity } from './pending-revocation.entity.js';
import { RelayCodeEntity } from './relay-code.entity.js';
import { RelayRequestEntity } from './relay-request.entity.js';
import { RelayHousekeeping } from './relay.housekeeping.js';

describe('the OAuth relay', () => {
  let billing: BillingUnderTest;
  let licence: IssuedLicence;
  let signIn: SignIn;

  beforeAll(async () => {
    billing = await BillingUnderTest.start();
    licence = await billing.issue('Demo site');
  }, 120_000);
  afterAll(() => billing.stop());
  beforeEach(() => {
    billing.discord.fault = () => undefined;
    billing.discord.revocations.length = 0;
    signIn = new SignIn(billing, licence);
  });

  const query = (url: string): URLSearchParams => new URL(url).searchParams;

  describe('on the way to Discord', () => {
    it('asks the person first, naming the site and what it receives', async () => {
      const page = await signIn.authorize();
      expect(page.status).toBe(200);
      expect(page.text).toContain('Demo site');
      expect(page.text).toContain('demo-site.example');
      expect(page.text).toContain('e-mail');
      expect(page.text).toMatch(/<button[^>]*>\s*Continue to Discord\s*<\/button>/);
      expect(page.text).toMatch(/<button[^>]*>\s*Cancel\s*<\/button>/);
      expect((await signIn.authorize({ scope: 'identify' })).text).not.toContain('e-mail');
    });

    it('lets the page load nothing but its own style, and its form end up at Discord or the site only', async () => {
      const page = await signIn.authorize();
      const policy = page.headers.get('content-security-policy') ?? '';
      const style = /<style>([^]*?)<\/style>/.exec(page.text)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`style-src 'sha256-${hash}'`);
      expect(policy).toContain(`form-action 'self' ${billing.discord.url} https://demo-site.example;`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(page.headers.get('cache-control')).toBe('no-store');
    });

    it('goes on to Discord with its own client id, callback, state and challenge', async () => {
      const asked = query(await signIn.toDiscord());
      expect(asked.get('client_id')).toBe('900000000000000100');
      expect(asked.get('redirect_uri')).toBe('http://billing.test/oauth2/callback');
      expect(asked.get('scope')).toBe('identify email');
      expect(asked.get('prompt')).toBe('consent');
      expect(asked.get('state')).not.toBe(signIn.state);
      expect(asked.get('code_challenge')).not.toBe(query(signIn.authorizeUrl()).get('code_challenge'));
    });

    it('remembers the consent in this browser for this site, for 180 days', async () => {
      await signIn.toDiscord();
      expect((await signIn.authorize()).location).toMatch(/\/oauth2\/authorize\?/);
      expect((await signIn.authorize({ prompt: 'none' })).location).toContain('prompt=none');
      expect((await new SignIn(billing, licence).authorize()).status).toBe(200);
      const other = new SignIn(billing, await billing.issue('Other site'), signIn.browser);
      expect((await other.authorize()).status).toBe(200);
      billing.clock.advanceHours(180 * 24 + 1);
      expect((await signIn.authorize()).status).toBe(200);
    });

    it('asks again for more than was agreed to, and after the cookie was changed', async () => {
      await signIn.decide(await signIn.authorize({ scope: 'identify' }), 'continue');
      expect((await signIn.authorize({ scope: 'identify' })).status).toBe(303);
      expect((await signIn.authorize()).status).toBe(200);
      for (const [name, value] of signIn.browser.cookies) {
        if (name.includes('consent')) signIn.browser.cookies.set(name, `9${value}`);
      }
      expect((await signIn.authorize({ scope: 'identify' })).status).toBe(200);
    });

    it('takes a cancelled consent back to the site as access_denied, and only once', async () => {
      const page = await signIn.authorize();
      const back = await signIn.decide(page, 'cancel');
      expect(back.location.startsWith(`${licence.redirectUri}?`)).toBe(true);
      expect(query(back.location).get('error')).toBe('access_denied');
      expect(query(back.location).get('state')).toBe(signIn.state);
      expect((await signIn.decide(page, 'continue')).status).toBe(400);
    });

    it('lets two sign-ins of one browser, begun at the same moment, both come to their end', async () => {
      const second = new SignIn(billing, licence, signIn.browser);
      const [one, two] = await Promise.all([signIn.authorize(), second.authorize()]);
      const toDiscord = [await signIn.decide(one, 'continue'), await second.decide(two, 'continue')];
      for (const { location } of toDiscord) {
        const back = await signIn.callback(billing.discord.approve(location));
        expect(query(back.location).get('code')).not.toBeNull();
      }
    });

    it('takes no consent from another browser, none twice and none that is ten minutes old', async () => {
      const page = await signIn.authorize();
      expect((await signIn.decide(page, 'continue', new Browser())).status).toBe(400);
      expect((await signIn.decide(page, 'cancel', new Browser())).status).toBe(400);
      expect((await signIn.decide(page, 'continue')).status).toBe(303);
      expect((await signIn.decide(page, 'continue')).status).toBe(400);
      const late = await new SignIn(billing, licence, signIn.browser).authorize({ scope: 'identify' });
      billing.clock.advanceSeconds(600);
      expect((await signIn.decide(late, 'continue')).status).toBe(400);
    });

    it.each([
      ['an unknown site', { client_id: 'nobody' }],
      ['no site', { client_id: undefined }],
      ['no redirect URI', { redirect_uri: undefined }],
      ['another redirect URI', { redirect_uri: 'https://evil.example/callback.php' }],
      ['a trailing slash', { redirect_uri: 'https://demo-site.example/local/pulsetech_discord/callback.php/' }],
      ['a longer path', { redirect_uri: 'https://demo-site.example/local/pulsetech_discord/callback.php/../../x' }],
      [
        'a query',
        { redirect_uri: 'https://demo-site.example/local/pulsetech_discord/callback.php?next=//evil.example' },
      ],
      ['a subdomain', { redirect_uri: 'https://a.demo-site.example/local/pulsetech_discord/callback.php' }],
      [
        'a longer host',
        { redirect_uri: 'https://demo-site.example.evil.example/local/pulsetech_discord/callback.php' },
      ],
      ['a user name', { redirect_uri: 'https://demo-site.example@evil.example/local/pulsetech_discord/callback.php' }],
      ['another port', { redirect_uri: 'https://demo-site.example:8443/local/pulsetech_discord/callback.php' }],
      ['http', { redirect_uri: 'http://demo-site.example/local/pulsetech_discord/callback.php' }],
      ['other case', { redirect_uri: 'https://demo-site.example/local/pulsetech_discord/Callback.php' }],
      ['no state', { state: undefined }],
      ['a state without end', { state: 'x'.repeat(513) }],
    ])('shows a page of its own and redirects nowhere for %s', async (_what, changes) => {
      const page = await signIn.authorize(changes);
      expect(page.status).toBe(400);
      expect(page.location).toBe('');
      expect(page.text).toContain('<h1>');
      expect(page.text).not.toContain('evil.example');
      expect(page.headers.get('content-security-policy')).toContain("form-action 'none'");
    });

    it('does not take two redirect URIs for one', async () => {
      const page = await signIn.browser.get(`${signIn.authorizeUrl()}&redirect_uri=https://evil.example/`);
      expect(page.status).toBe(400);
    });

    it.each([
      ['unsupported_response_type', { response_type: 'token' }],
      ['invalid_request', { code_challenge: undefined }],
      ['invalid_request', { code_challenge: 'short' }],
      ['invalid_request', { code_challenge_method: 'plain' }],
      ['invalid_request', { code_challenge_method: undefined }],
      ['invalid_request', { prompt: 'login' }],
      ['invalid_scope', { scope: 'identify guilds' }],
      ['invalid_scope', { scope: 'email' }],
      ['invalid_scope', { scope: undefined }],
    ])('tells the site %s for %j', async (error, changes) => {
      const back = await signIn.authorize(changes);
      expect(back.location.startsWith(`${licence.redirectUri}?`)).toBe(true);
      expect(query(back.location).get('error')).toBe(error);
      expect(query(back.location).get('state')).toBe(signIn.state);
    });

    it('serves no site whose licence has ended', async () => {
      const ended = await billing.issue('Ended site');
      const late = new SignIn(billing, ended);
      const toDiscord = await late.toDiscord();
      await billing.licences.revoke(ended.clientId);
      expect((await late.authorize()).text).toContain('switched off');
      expect((await late.callback(billing.discord.approve(toDiscord))).status).toBe(400);
      const expiring = await billing.issue('Expiring site', billing.clock.nowSeconds() + 60);
      billing.clock.advanceSeconds(61);
      expect((await new SignIn(billing, expiring).authorize()).status).toBe(400);
    });

    it('tells by a page, without details, that something went wrong here', async () => {
      await billing.database.query('ALTER TABLE oauth_requests RENAME TO oauth_requests_elsewhere');
      const page = await signIn.authorize();
      await billing.database.query('ALTER TABLE oauth_requests_elsewhere RENAME TO oauth_requests');
      expect(page.status).toBe(500);
      expect(page.text).toContain(page.headers.get('x-request-id'));
      expect(page.text).not.toContain('oauth_requests');
    });

    it('escapes the name of the site', async () => {
      const odd = await billing.issue('<script>alert("x")</script> & Co');
      const page = await new SignIn(billing, odd).authorize();
      expect(page.text).not.toContain('<script');
      expect(page.text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Co');
    });
  });

  describe('on the way back', () => {
    it('gives the site a code of its own and its own state', async () => {
      const fromDiscord = billing.discord.approve(await signIn.toDiscord());
      const back = await signIn.callback(fromDiscord);
      expect(back.location.startsWith(`${licence.redirectUri}?`)).toBe(true);
      expect(query(back.location).get('state')).toBe(signIn.state);
      expect(query(back.location).get('code')).not.toBe(query(fromDiscord).get('code'));
    });

    it('takes an answer once, from the browser that began, with a state that it gave', async () => {
      const fromDiscord = billing.discord.approve(await signIn.toDiscord());
      expect((await signIn.callback(fromDiscord, new Browser())).status).toBe(400);
      const foreign = new SignIn(billing, licence);
      await foreign.toDiscord();
      expect((await foreign.callback(fromDiscord)).status).toBe(400);
      expect((await signIn.callback(fromDiscord.replace(/state=[^&]+/, 'state=made-up'))).status).toBe(400);
      expect((await signIn.callback(fromDiscord.replace(/state=[^&]+&/, ''))).status).toBe(400);
      expect((await signIn.callback(fromDiscord)).status).toBe(303);
      const replayed = await signIn.callback(fromDiscord);
      expect(replayed.status).toBe(400);
      expect(replayed.location).toBe('');
    });

    it('takes one of two answers that arrive at once', async () => {
      const fromDiscord = billing.discord.approve(await signIn.toDiscord());
      const both = await Promise.all([signIn.callback(fromDiscord), signIn.callback(fromDiscord)]);
      expect(both.map((visit) => visit.status).sort()).toEqual([303, 400]);
    });

    it('takes a refusal at Discord to the site as access_denied', async () => {
      const state = query(await signIn.toDiscord()).get('state') ?? '';
      const back = await signIn.callback(`http://billing.test/oauth2/callback?error=access_denied&state=${state}`);
      expect(query(back.location).get('error')).toBe('access_denied');
      expect(query(back.location).get('state')).toBe(signIn.state);
      expect(query(back.location).get('code')).toBeNull();
    });

    it.each([
      ['another issuer', (url: string) => url.replace(/iss=[^&]+/, 'iss=https://evil.example'), 'server_error'],
      ['two issuers', (url: string) => url.replace(/(iss=[^&]+)/, '$1&$1'), 'server_error'],
      ['an empty issuer', (url: string) => url.replace(/iss=[^&]+/, 'iss='), 'server_error'],
      ['another error', (url: string) => url.replace(/code=[^&]+/, 'error=invalid_scope'), 'server_error'],
      [
        'an outage',
        (url: string) => url.replace(/code=[^&]+/, 'error=temporarily_unavailable'),
        'temporarily_unavailable',
      ],
      ['no code', (url: string) => url.replace(/code=[^&]+&/, ''), 'server_error'],
    ])('tells the site when Discord answers with %s', async (_what, change, error) => {
      const back = await signIn.callback(change(billing.discord.approve(await signIn.toDiscord())));
      expect(back.location.startsWith(`${licence.redirectUri}?`)).toBe(true);
      expect(query(back.location).get('error')).toBe(error);
      expect(query(back.location).get('state')).toBe(signIn.state);
    });

    it('accepts answers of a Discord that names no issuer', async () => {
      const back = await signIn.callback(billing.discord.approve(await signIn.toDiscord()).replace(/&iss=[^&]+/, ''));
      expect(query(back.location).get('code')).not.toBeNull();
    });

    it('takes an answer that is too late back to the site without a code', async () => {
      const fromDiscord = billing.discord.approve(await signIn.toDiscord());
      billing.clock.advanceSeconds(600);
      const back = await signIn.callback(fromDiscord);
      expect(query(back.location).get('error')).toBe('server_error');
      expect(query(back.location).get('code')).toBeNull();
    });
  });

  describe('at the token endpoint', () => {
    it('gives sealed handles, with which the site learns who signed in', async () => {
      const answer = await signIn.exchange(await signIn.code());
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 604800, scope: 'identify email' });
      expect(JSON.stringify(answer.body)).not.toContain('discord-');
      const { status, body } = await signIn.me(answer.body['access_token'] ?? '');
      expect(status).toBe(200);
      expect(body).toEqual({
        id: JOHN,
        username: 'john',
        discriminator: '1234',
        global_name: 'John',
        avatar: 'abc',
        locale: 'en-GB',
        email: 'john@example.com',
        verified: true,
      });
    });

    it('passes on nothing of the address that was not agreed to', async () => {
      const page = await signIn.authorize({ scope: 'identify' });
      const back = await signIn.callback(billing.discord.approve((await signIn.decide(page, 'continue')).location));
      const { body } = await signIn.exchange(query(back.location).get('code') ?? '');
      expect(body['scope']).toBe('identify');
      expect((await signIn.me(body['access_token'] ?? '')).body).not.toHaveProperty('email');
    });

    it('knows the client by HTTP Basic as well', async () => {
      const response = await fetch(`${billing.url}/oauth2/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${licence.clientId}:${licence.key}`).toString('base64')}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: await signIn.code(),
          redirect_uri: licence.redirectUri,
          code_verifier: signIn.verifier,
        }),
      });
      expect(response.status).toBe(200);
    });

    it('gives nothing for a code the second time', async () => {
      const code = await signIn.code();
      const both = await Promise.all([signIn.exchange(code), signIn.exchange(code)]);
      expect(both.map((answer) => answer.status).sort()).toEqual([200, 400]);
      const third = await signIn.exchange(code);
      expect(third.status).toBe(400);
      expect(third.body).toEqual({ error: 'invalid_grant', error_description: 'Invalid "code" in request.' });
    });

    it.each([
      ['a wrong verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
      ['another redirect URI', { redirect_uri: 'https://demo-site.example/' }, 'invalid_grant'],
      ['no redirect URI', { redirect_uri: '' }, 'invalid_grant'],
      ['a made-up code', { code: 'made-up' }, 'invalid_grant'],
    ])('gives nothing for %s, and the code is used up', async (_what, changes, error) => {
      const code = await signIn.code();
      const answer = await signIn.exchange(code, changes);
      expect(answer.status).toBe(400);
      expect(answer.body['error']).toBe(error);
      const again = await signIn.exchange(code);
      expect(again.status).toBe('code' in changes ? 200 : 400);
    });

    it.each([{ code_verifier: '' }, { code_verifier: 'short' }, { code_verifier: 'ü'.repeat(43) }])(
      'wants a verifier of RFC 7636: %j',
      async (changes) => {
        expect((await signIn.exchange('any', changes)).body['error']).toBe('invalid_request');
      },
    );

    it('gives nothing for another site’s code', async () => {
      const thief = new SignIn(billing, await billing.issue('Thief site'));
      const code = await signIn.code();
      const stolen = await thief.exchange(code, { redirect_uri: licence.redirectUri, code_verifier: signIn.verifier });
      expect(stolen.body['error']).toBe('invalid_grant');
    });

    it('gives nothing for a code that is a minute old', async () => {
      const code = await signIn.code();
      billing.clock.advanceSeconds(60);
      expect((await signIn.exchange(code)).body['error']).toBe('invalid_grant');
    });

    it.each([
      ['a wrong key', { client_secret: 'PLMS-AAAA-AAAA-AAAA-AAAA' }],
      ['another site’s client id', { client_id: 'somebody' }],
      ['no key', { client_secret: '' }],
    ])('knows no client with %s', async (_what, changes) => {
      const answer = await signIn.exchange('any', changes);
      expect(answer.status).toBe(401);
      expect(answer.body['error']).toBe('invalid_client');
      expect(answer.headers.get('www-authenticate')).toContain('Basic');
    });

    it('reads forms only, and grant types that it knows only', async () => {
      const json = await billing.call('POST', '/oauth2/token', {
        json: { client_id: licence.clientId, client_secret: licence.key, grant_type: 'refresh_token' },
      });
      expect(json.body['error']).toBe('invalid_request');
      expect((await signIn.token({ grant_type: 'client_credentials' })).body['error']).toBe('unsupported_grant_type');
    });

    it('tells an outage of Discord from a bad code', async () => {
      billing.discord.fault = (call) => (call === 'POST /oauth2/token' ? { status: 503 } : undefined);
      const down = await signIn.exchange(await signIn.code());
      expect(down.status).toBe(503);
      expect(down.body['error']).toBe('temporarily_unavailable');
      expect(Number(down.headers.get('retry-after'))).toBeGreaterThan(0);
      billing.discord.fault = (call) =>
        call === 'POST /oauth2/token' ? { status: 429, headers: { 'retry-after': '7' } } : undefined;
      const limited = await signIn.exchange(await signIn.code());
      expect(limited.status).toBe(429);
      expect(limited.headers.get('retry-after')).toBe('7');
      billing.discord.fault = (call) =>
        call === 'POST /oauth2/token' ? { status: 401, body: { error: 'invalid_client' } } : undefined;
      expect((await signIn.exchange(await signIn.code())).status).toBe(503);
    });
  });

  describe('with tokens', () => {
    it('refreshes, again and again', async () => {
      const first = await signIn.tokens();
      const second = await signIn.refresh(first.refresh);
      expect(second.status).toBe(200);
      const third = await signIn.refresh(second.body['refresh_token'] ?? '');
      expect(third.status).toBe(200);
      expect((await signIn.me(third.body['access_token'] ?? '')).status).toBe(200);
    });

    it('gives the same answer to a refresh that is repeated because its answer was lost', async () => {
      const { refresh } = await signIn.tokens();
      const answers = await Promise.all([signIn.refresh(refresh), signIn.refresh(refresh)]);
      expect(answers[0].body).toEqual(answers[1].body);
      expect((await signIn.refresh(refresh)).body).toEqual(answers[0].body);
      expect((await signIn.me(answers[0].body['access_token'] ?? '')).status).toBe(200);
    });

    it('tells an outage during a refresh from a refresh token that has ended, and lets the site try again', async () => {
      const { refresh } = await signIn.tokens();
      billing.discord.fault = (call) => (call === 'POST /oauth2/token' ? { status: 500 } : undefined);
      expect((await signIn.refresh(refresh)).status).toBe(503);
      billing.discord.fault = () => undefined;
      expect((await signIn.refresh(refresh)).status).toBe(200);
    });

    it('takes no handle of another site, of the other kind, or changed by a character', async () => {
      const { access, refresh } = await signIn.tokens();
      const thief = new SignIn(billing, await billing.issue('Handle thief'));
      expect((await thief.refresh(refresh)).body['error']).toBe('invalid_grant');
      expect((await signIn.refresh(access)).body['error']).toBe('invalid_grant');
      expect((await signIn.me(refresh)).status).toBe(401);
      const changed = access.slice(0, -2) + (access.endsWith('AA') ? 'BB' : 'AA');
      expect((await signIn.me(changed)).status).toBe(401);
      expect((await signIn.me('discord-access-guess')).status).toBe(401);
      await thief.revoke(refresh);
      expect((await signIn.me(access)).status).toBe(200);
    });

    it('answers a refused token as Discord does, and an outage so that it can be told apart', async () => {
      const { access } = await signIn.tokens();
      billing.discord.fault = (call) => (call === 'GET /users/@me' ? { status: 500 } : undefined);
      const down = await signIn.me(access);
      expect(down.status).toBe(503);
      expect(down.body).toMatchObject({ error: { code: 'discord_unavailable' } });
      billing.discord.fault = (call) =>
        call === 'GET /users/@me' ? { status: 401, body: { message: '401: Unauthorized', code: 0 } } : undefined;
      const refused = await signIn.me(access);
      expect(refused.status).toBe(401);
      expect(refused.body).toEqual({ message: '401: Unauthorized', code: 0 });
    });

    it('serves no tokens of a site whose licence has ended', async () => {
      const ended = new SignIn(billing, await billing.issue('Ended holder'));
      const { access, refresh } = await ended.tokens();
      await billing.licences.revoke(ended.licence.clientId);
      expect((await ended.me(access)).status).toBe(401);
      expect((await ended.refresh(refresh)).status).toBe(401);
    });

    it('tells Discord of a revocation only when the last site lets go of the person', async () => {
      const other = new SignIn(billing, await billing.issue('Second holder'));
      const here = await signIn.tokens(ANNA);
      const there = await other.tokens(ANNA);
      expect((await signIn.revoke(here.refresh)).status).toBe(200);
      expect(billing.discord.revocations).toEqual([]);
      expect((await signIn.me(here.access)).status).toBe(401);
      expect((await signIn.refresh(here.refresh)).body['error']).toBe('invalid_grant');
      expect((await other.me(there.access)).status).toBe(200);
      expect((await other.revoke(there.access)).status).toBe(200);
      expect(billing.discord.revocations).toEqual([ANNA]);
      expect((await other.me(there.access)).status).toBe(401);
    });

    it('tells Discord also when the only other holder is a site whose licence was revoked', async () => {
      const ended = new SignIn(billing, await billing.issue('Revoked holder'));
      const [here] = [await signIn.tokens(ANNA), await ended.tokens(ANNA)];
      await billing.licences.revoke(ended.licence.clientId);
      await signIn.revoke(here.refresh);
      expect(billing.discord.revocations).toEqual([ANNA]);
    });

    it('tells Discord when two sites let go at once', async () => {
      const other = new SignIn(billing, await billing.issue('Third holder'));
      const [here, there] = [await signIn.tokens(ANNA), await other.tokens(ANNA)];
      await Promise.all([signIn.revoke(here.refresh), other.revoke(there.refresh)]);
      expect(billing.discord.revocations).toContain(ANNA);
    });

    it('tells Discord later when it does not answer, unless the person has come back meanwhile', async () => {
      const down = (call: string) => (call === 'POST /oauth2/token/revoke' ? { status: 503 } : undefined);
      billing.discord.fault = down;
      const gone = await signIn.tokens(ANNA);
      expect((await signIn.revoke(gone.refresh)).status).toBe(200);
      expect((await signIn.me(gone.access)).status).toBe(401);
      billing.discord.fault = () => undefined;
      billing.clock.advanceSeconds(61);
      await billing.app.get(RelayHousekeeping).tidy();
      expect(billing.discord.revocations).toEqual([ANNA]);

      billing.discord.fault = down;
      await signIn.revoke((await signIn.tokens(ANNA)).refresh);
      billing.discord.fault = () => undefined;
      const back = await new SignIn(billing, licence).tokens(ANNA);
      billing.clock.advanceSeconds(3600);
      await billing.app.get(RelayHousekeeping).tidy();
      expect(billing.discord.revocations).toEqual([ANNA]);
      expect((await signIn.me(back.access)).status).toBe(200);
    });

    it('lets no revocation that it cannot open any more hold up the others', async () => {
      const { access, refresh } = await signIn.tokens(ANNA);
      const sealedByAKeyThatIsGone = (await SecretBox.create(SecretBox.makeKey('gone'))).seal('token');
      const before = billing.clock.nowSeconds() - 3600;
      const pending = { tokenSealed: sealedByAKeyThatIsGone, attempts: 0, nextAttemptAt: before, createdAt: before };
      await billing.database.manager.insert(PendingRevocationEntity, { ...pending, discordUserId: ANNA });
      await billing.database.manager.insert(PendingRevocationEntity, { ...pending, discordUserId: JOHN });
      expect((await signIn.revoke(refresh)).status).toBe(200);
      expect(billing.discord.revocations).toEqual([ANNA]);
      expect((await signIn.me(access)).status).toBe(401);
      await billing.app.get(RelayHousekeeping).tidy();
      await expect(billing.database.manager.countBy(PendingRevocationEntity, { createdAt: before })).resolves.toBe(0);
    });

    it('carries out revocations while it cannot delete what has expired', async () => {
      const down = (call: string) => (call === 'POST /oauth2/token/revoke' ? { status: 503 } : undefined);
      billing.discord.fault = down;
      await signIn.revoke((await signIn.tokens(ANNA)).refresh);
      billing.discord.fault = () => undefined;
      billing.clock.advanceSeconds(61);
      await billing.database.query('ALTER TABLE oauth_requests RENAME TO oauth_requests_elsewhere');
      await billing.app.get(RelayHousekeeping).tidy();
      await billing.database.query('ALTER TABLE oauth_requests_elsewhere RENAME TO oauth_requests');
      expect(billing.discord.revocations).toEqual([ANNA]);
    });

    it('answers the revocation of a token that it does not know as done', async () => {
      expect((await signIn.revoke('whatever')).status).toBe(200);
      expect((await signIn.revoke('')).body['error']).toBe('invalid_request');
    });
  });

  it('stores no code, state or token in the clear, and deletes what has expired', async () => {
    const fromDiscord = billing.discord.approve(await signIn.toDiscord());
    const back = await signIn.callback(fromDiscord);
    const rows = JSON.stringify([
      await billing.database.manager.find(RelayCodeEntity),
      await billing.database.manager.find(RelayRequestEntity),
    ]);
    expect(rows).toContain(licence.redirectUri);
    for (const secret of [
      query(back.location).get('code'),
      query(fromDiscord).get('code'),
      query(fromDiscord).get('state'),
    ]) {
      expect(rows).not.toContain(secret);
    }
    billing.clock.advanceHours(2);
    await billing.app.get(RelayHousekeeping).tidy();
    expect(await billing.database.manager.count(RelayCodeEntity)).toBe(0);
    expect(await billing.database.manager.count(RelayRequestEntity)).toBe(0);
  });
});
