import type { LinkPageDto, LinkStartDto } from '@pulsetech/contracts';
import type { Browser } from '../../../test/browser.js';
import { closeAfterAll } from '../../../test/close-after.js';
import type { FakePerson } from '../../../test/fake-billing.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { LinksRepository } from '../linking/links.repository.js';
import { UsersRepository } from '../lms/embedded/users.repository.js';

const LOGIN = '/login/index.php?discorderror=';
const LINK_PAGE = '/local/pulsetech_discord/link.php';

describe('Signing in and linking by Discord', () => {
  let site: SiteFixture;
  let links: LinksRepository;

  beforeAll(async () => {
    site = await SiteFixture.start();
    links = site.app.get(LinksRepository);
  }, 120_000);
  closeAfterAll(() => site);
  beforeEach(async () => {
    site.billing.fault = 'none';
    await site.settings({ discordLogin: true, autoCreate: true, linkByEmail: false });
  });

  let made = 0;
  const someone = (given: Partial<FakePerson> = {}): FakePerson => {
    const id = String(500000000000000000n + BigInt(++made));
    return { id, username: `ada${made}`, email: `ada${made}@example.com`, verified: true, ...given };
  };

  /** The whole way: out, consent, and back; answers where the site sends the browser in the end. */
  const throughDiscord = async (browser: Browser, person: FakePerson): Promise<string> =>
    comeBack(browser, site.billing.agree(await browser.redirectOf('/auth/discord'), person));
  const comeBack = (browser: Browser, { pathname, search }: URL): Promise<string> =>
    browser.redirectOf(`${pathname}${search}`);
  const startLink = async (browser: Browser): Promise<LinkStartDto> =>
    (await (await browser.change('POST', '/api/v1/link/start')).json()) as LinkStartDto;
  const userOf = async (person: FakePerson): Promise<number | undefined> =>
    (await links.findByDiscordId(person.id))?.userId;
  const whoIs = async (browser: Browser): Promise<string | undefined> => (await browser.session()).user?.username;

  describe('The way out', () => {
    test('goes to the relay with PKCE, state, our address, and no more scopes than needed', async () => {
      const asked = new URL(await site.browser().redirectOf('/auth/discord'));
      expect(asked.origin + asked.pathname).toBe(`${site.billing.url}/oauth2/authorize`);
      expect(Object.fromEntries(asked.searchParams)).toEqual({
        response_type: 'code',
        client_id: site.billing.clientId,
        redirect_uri: 'http://site.example/local/pulsetech_discord/callback.php',
        scope: 'identify email',
        code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
        code_challenge_method: 'S256',
        state: expect.stringMatching(/^[\w-]{43}$/) as string,
      });
    });

    test('is closed while sign-in by Discord is switched off', async () => {
      await site.settings({ discordLogin: false });
      expect(await site.browser().redirectOf('/auth/discord')).toBe(`${LOGIN}discord_login_disabled`);
    });

    test('is closed for a while to an address from which very many set out', async () => {
      site.clock.advanceSeconds(60);
      for (let n = 0; n < 120; n++) {
        expect(await site.browser().redirectOf('/auth/discord')).toContain('/oauth2/authorize');
      }
      expect(await site.browser().redirectOf('/auth/discord')).toBe(`${LOGIN}too_many_attempts`);
      site.clock.advanceSeconds(60);
      expect(await site.browser().redirectOf('/auth/discord')).toContain('/oauth2/authorize');
    }, 30_000);

    test('is closed while the billing server does not answer', async () => {
      site.billing.fault = 'down';
      expect(await site.browser().redirectOf('/auth/discord')).toBe(`${LOGIN}billing_unreachable`);
    });
  });

  describe('The way back', () => {
    test('signs a new person in under a new session id, with an account and a link', async () => {
      const browser = site.browser();
      await browser.session();
      const before = browser.cookies.get('PulseSession');
      const person = someone({ global_name: 'Ada Lovelace' });
      expect(await throughDiscord(browser, person)).toBe('/my/');
      expect(browser.cookies.get('PulseSession')).not.toBe(before);
      expect((await browser.session()).user).toMatchObject({ firstname: 'Ada', lastname: 'Lovelace' });
      expect(await whoIs(browser)).toBe(person.username);
    });

    test('signs a known person in to the same account, whatever the address at Discord is now', async () => {
      const person = someone();
      await throughDiscord(site.browser(), person);
      const userId = await userOf(person);
      const later = { ...person, username: 'renamed', discriminator: '4321', email: 'other@example.com' };
      await throughDiscord(site.browser(), later);
      expect(await userOf(person)).toBe(userId);
      expect((await links.findByDiscordId(person.id))?.username).toBe('renamed#4321');
    });

    test('takes parameters that it does not know', async () => {
      const browser = site.browser();
      const back = site.billing.agree(await browser.redirectOf('/auth/discord'), someone());
      back.searchParams.set('iss', 'https://discord.com');
      expect(await comeBack(browser, back)).toBe('/my/');
    });

    test('says so when the person refused', async () => {
      const browser = site.browser();
      const state = new URL(await browser.redirectOf('/auth/discord')).searchParams.get('state') ?? '';
      const back = `/local/pulsetech_discord/callback.php?error=access_denied&state=${state}`;
      expect(await browser.redirectOf(back)).toBe(`${LOGIN}access_denied`);
      expect(await browser.redirectOf(back)).toBe(`${LOGIN}invalid_state`);
    });

    test.each([
      ['no state', '?code=abc'],
      ['no parameters', ''],
      ['a state that nobody gave out', '?code=abc&state=abc'],
      ['a refusal without our state', '?error=access_denied'],
      ['two states', '?code=abc&state=a&state=b'],
    ])('is refused with %s', async (_, query) => {
      const address = `/local/pulsetech_discord/callback.php${query}`;
      expect(await site.browser().redirectOf(address)).toBe(`${LOGIN}invalid_state`);
    });

    test('works once', async () => {
      const browser = site.browser();
      const back = site.billing.agree(await browser.redirectOf('/auth/discord'), someone());
      const cookies = new Map(browser.cookies);
      expect(await comeBack(browser, back)).toBe('/my/');
      for (const [name, value] of cookies) browser.cookies.set(name, value);
      expect(await comeBack(browser, back)).toBe(`${LOGIN}invalid_state`);
    });

    test('works in the browser that went only', async () => {
      const back = site.billing.agree(await site.browser().redirectOf('/auth/discord'), someone());
      const victim = site.browser();
      await victim.redirectOf('/auth/discord');
      expect(await comeBack(victim, back)).toBe(`${LOGIN}invalid_state`);
      expect(await whoIs(victim)).toBeUndefined();
    });

    test('works for ten minutes', async () => {
      const browser = site.browser();
      const back = site.billing.agree(await browser.redirectOf('/auth/discord'), someone());
      site.clock.advanceSeconds(601);
      expect(await comeBack(browser, back)).toBe(`${LOGIN}invalid_state`);
    });

    test('works in several tabs of one browser', async () => {
      const browser = site.browser();
      const person = someone();
      const tabs = await Promise.all([1, 2, 3].map(() => browser.redirectOf('/auth/discord')));
      for (const out of tabs) expect(await comeBack(browser, site.billing.agree(out, person))).toBe('/my/');
    });

    test('makes one account when a person signs in for the first time in several tabs at once', async () => {
      const person = someone();
      const users = site.app.get(UsersRepository);
      const before = await users.countAll();
      const ends = await Promise.all(Array.from({ length: 5 }, () => throughDiscord(site.browser(), person)));
      expect(new Set(ends)).toEqual(new Set(['/my/']));
      expect((await users.countAll()) - before).toBe(1);
    });

    test.each([
      ['down', 'billing_unreachable'],
      ['discord', 'discord_unavailable'],
    ] as const)('tells what is wrong when the trouble is: %s', async (fault, code) => {
      const browser = site.browser();
      const back = site.billing.agree(await browser.redirectOf('/auth/discord'), someone());
      site.billing.fault = fault;
      expect(await comeBack(browser, back)).toBe(`${LOGIN}${code}`);
    });

    test('lets the person in when the roles cannot be read', async () => {
      const person = someone();
      site.billing.observations.set(person.id, (at) => ({ kind: 'unknown', reason: 'missing_access', at }));
      expect(await throughDiscord(site.browser(), person)).toBe('/my/');
    });
  });

  describe('Who may come in', () => {
    test('not somebody unknown where accounts are not made by themselves', async () => {
      await site.settings({ autoCreate: false });
      const person = someone();
      expect(await throughDiscord(site.browser(), person)).toBe(`${LOGIN}account_not_found`);
      expect(await userOf(person)).toBeUndefined();
    });

    test('not somebody who is suspended', async () => {
      const person = someone();
      const browser = site.browser();
      await throughDiscord(browser, person);
      const [user] = await site.app.get(UsersRepository).findByIds([(await userOf(person)) ?? 0]);
      if (user) await site.suspend(user);
      const other = site.browser();
      expect(await throughDiscord(other, person)).toBe(`${LOGIN}account_suspended`);
      expect(await whoIs(other)).toBeUndefined();
    });

    test('somebody whose account was deleted, as a new person', async () => {
      const person = someone();
      await throughDiscord(site.browser(), person);
      const before = await userOf(person);
      const [user] = await site.app.get(UsersRepository).findByIds([before ?? 0]);
      if (user) await site.deleteUser(user);
      expect(await throughDiscord(site.browser(), person)).toBe('/my/');
      expect(await userOf(person)).not.toBe(before);
    });
  });

  describe('Linking by e-mail address', () => {
    beforeEach(() => site.settings({ linkByEmail: true }));

    test('joins the one confirmed account with the verified address, whatever the case of its letters', async () => {
      const user = await site.user({ email: 'Mary.Match@Example.com' });
      const person = someone({ email: 'mary.match@example.com' });
      const browser = site.browser();
      expect(await throughDiscord(browser, person)).toBe('/my/');
      expect(await userOf(person)).toBe(user.id);
      expect(await whoIs(browser)).toBe(user.username);
    });

    test.each([
      ['the account was never confirmed', { confirmed: false }],
      ['the account is suspended', { suspended: true }],
    ])('does not when %s', async (_, account) => {
      const user = await site.user(account);
      const person = someone({ email: user.email });
      expect(await throughDiscord(site.browser(), person)).toBe(`${LOGIN}email_in_use`);
      expect(await userOf(person)).toBeUndefined();
    });

    test.each([
      ['did not verify the address', { verified: false }],
      ['does not say whether it is verified', { verified: undefined }],
    ])('asks for nobody when Discord %s, so that it does not tell who has an account', async (_, atDiscord) => {
      const user = await site.user();
      for (const email of [user.email, 'nobody.has.this@example.com']) {
        const person = someone({ email, ...atDiscord } as Partial<FakePerson>);
        const browser = site.browser();
        expect(await throughDiscord(browser, person)).toBe('/my/');
        expect((await browser.session()).user?.email).toBe(`${person.id}@discord.invalid`);
        expect(await userOf(person)).not.toBe(user.id);
      }
      await site.settings({ autoCreate: false });
      const other = someone({ email: user.email, ...atDiscord } as Partial<FakePerson>);
      expect(await throughDiscord(site.browser(), other)).toBe(`${LOGIN}account_not_found`);
    });

    test('does not when the address has letters that only look like others', async () => {
      const user = await site.user({ email: 'kelvin@example.com' });
      for (const email of ['\u212Aelvin@example.com', 'kelvin@ex\u0430mple.com', 'k\u0435lvin@example.com']) {
        const person = someone({ email });
        expect(await throughDiscord(site.browser(), person)).toBe('/my/');
        expect(await userOf(person)).not.toBe(user.id);
      }
      const twice = 'zo\u00eb@example.com';
      await site.user({ email: twice });
      const person = someone({ email: twice });
      expect(await throughDiscord(site.browser(), person)).toBe(`${LOGIN}email_in_use`);
      expect(await userOf(person)).toBeUndefined();
    });

    test('does not when two accounts have the address', async () => {
      const first = await site.user();
      await site.user({ email: first.email });
      expect(await throughDiscord(site.browser(), someone({ email: first.email }))).toBe(`${LOGIN}email_in_use`);
    });

    test('never joins an account that administers the site', async () => {
      const manager = await site.manager();
      const person = someone({ email: manager.email });
      expect(await throughDiscord(site.browser(), person)).toBe(`${LOGIN}email_in_use`);
      expect(await userOf(person)).toBeUndefined();
    });

    test('does not join an account that another Discord account is linked to', async () => {
      const first = someone();
      await throughDiscord(site.browser(), first);
      expect(await throughDiscord(site.browser(), someone({ email: first.email ?? null }))).toBe(
        `${LOGIN}email_in_use`,
      );
    });

    test('is not done where the site does not want it, and no second account with the address is made', async () => {
      await site.settings({ linkByEmail: false });
      const user = await site.user();
      expect(await throughDiscord(site.browser(), someone({ email: user.email }))).toBe(`${LOGIN}email_in_use`);
    });

    test('goes on to a new account when nobody has the address', async () => {
      const person = someone();
      expect(await throughDiscord(site.browser(), person)).toBe('/my/');
      expect(await userOf(person)).toBeDefined();
    });
  });

  describe('Linking from the account', () => {
    test('links the Discord account to the user who asked, and shows it', async () => {
      const browser = await site.browserOf(await site.user());
      expect(await startLink(browser)).toEqual({ url: '/auth/discord' });
      const person = someone({ username: 'john', discriminator: '1234' });
      expect(await throughDiscord(browser, person)).toBe(`${LINK_PAGE}?linked=1`);
      const page = (await (await browser.get('/api/v1/link')).json()) as LinkPageDto;
      expect(page.account).toMatchObject({ discordId: person.id, username: 'john#1234' });
      expect(page.linking).toEqual({ available: true, detail: null });
    });

    test('works while sign-in by Discord is switched off', async () => {
      await site.settings({ discordLogin: false });
      const browser = await site.browserOf(await site.user());
      await startLink(browser);
      expect(await throughDiscord(browser, someone())).toBe(`${LINK_PAGE}?linked=1`);
    });

    test('is asked for each time: the next way to Discord signs in', async () => {
      const browser = await site.browserOf(await site.user());
      await startLink(browser);
      await browser.redirectOf('/auth/discord');
      const person = someone();
      expect(await throughDiscord(browser, person)).toBe('/my/');
      expect(await whoIs(browser)).toBe(person.username);
    });

    test('with an invitation of the bot takes the Discord account that was invited, and no other', async () => {
      const person = someone();
      const browser = await site.browserOf(await site.user());
      const invited = async (): Promise<Response> =>
        browser.change('POST', '/api/v1/link/start', { invitation: await site.billing.invitation(person.id) });
      expect((await invited()).status).toBe(200);
      expect(await throughDiscord(browser, someone())).toBe(`${LINK_PAGE}?discorderror=wrong_discord_account`);
      expect((await invited()).status).toBe(200);
      expect(await throughDiscord(browser, person)).toBe(`${LINK_PAGE}?linked=1`);
    });

    test('without the invitation takes any Discord account again', async () => {
      const browser = await site.browserOf(await site.user());
      await browser.change('POST', '/api/v1/link/start', { invitation: await site.billing.invitation(someone().id) });
      await startLink(browser);
      expect(await throughDiscord(browser, someone())).toBe(`${LINK_PAGE}?linked=1`);
    });

    test.each([
      ['has expired', { seconds: -1 }],
      ['is for another server', { guild: '900000000000000777' }],
      ['is for another site', { audience: 'another-site' }],
    ])('does not begin with an invitation that %s', async (_why, given) => {
      const browser = await site.browserOf(await site.user());
      const invitation = await site.billing.invitation(someone().id, given);
      const answer = await browser.change('POST', '/api/v1/link/start', { invitation });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { code: 'invitation_invalid' } });
    });

    test('is refused when the Discord account belongs to another user', async () => {
      const person = someone();
      await throughDiscord(site.browser(), person);
      const browser = await site.browserOf(await site.user());
      await startLink(browser);
      expect(await throughDiscord(browser, person)).toBe(`${LINK_PAGE}?discorderror=discord_account_taken`);
    });

    test('is refused when the user has linked another Discord account', async () => {
      const browser = await site.browserOf(await site.user());
      await startLink(browser);
      await throughDiscord(browser, someone());
      await startLink(browser);
      expect(await throughDiscord(browser, someone())).toBe(`${LINK_PAGE}?discorderror=already_linked`);
    });

    test('links again the same account, which brings new tokens', async () => {
      const user = await site.user();
      const browser = await site.browserOf(user);
      const person = someone();
      await startLink(browser);
      await throughDiscord(browser, person);
      await links.dropTokens(user.id);
      await startLink(browser);
      expect(await throughDiscord(browser, person)).toBe(`${LINK_PAGE}?linked=1`);
      expect((await links.findByUserId(user.id))?.hasTokens).toBe(true);
    });

    test('is not done for whoever is signed in when the browser comes back', async () => {
      const browser = await site.browserOf(await site.user());
      await startLink(browser);
      const person = someone();
      const back = site.billing.agree(await browser.redirectOf('/auth/discord'), person);
      const other = await site.user();
      await browser.signIn(other.username, 'a good password');
      expect(await comeBack(browser, back)).toBe(`${LOGIN}sign_in_first`);
      expect(await userOf(person)).toBeUndefined();
    });

    test('tells its failures on the linking page', async () => {
      const browser = await site.browserOf(await site.user());
      await startLink(browser);
      const state = new URL(await browser.redirectOf('/auth/discord')).searchParams.get('state') ?? '';
      const back = `/local/pulsetech_discord/callback.php?error=access_denied&state=${state}`;
      expect(await browser.redirectOf(back)).toBe(`${LINK_PAGE}?discorderror=access_denied`);
    });

    test('cannot be started by another site', async () => {
      const browser = await site.browserOf(await site.user());
      await browser.get('/api/v1/link/start');
      const person = someone();
      await throughDiscord(browser, person);
      expect(await whoIs(browser)).toBe(person.username);
    });
  });

  test('Nothing secret of all this is in the log, not even at its finest level', async () => {
    const person = someone({ email: 'very.private@example.com' });
    const browser = site.browser();
    const back = site.billing.agree(await browser.redirectOf('/auth/discord'), person);
    await comeBack(browser, back);
    const log = site.log.join('');
    expect(log.includes('signed in by Discord')).toBe(true);
    const { code, state } = Object.fromEntries(back.searchParams);
    const tokens = await links.findTokens((await userOf(person)) ?? 0);
    for (const secret of [code, state, site.billing.key, 'access-', 'refresh-', 'very.private', tokens?.access]) {
      expect(secret).toBeTruthy();
      expect(log.includes(String(secret))).toBe(false);
    }
    expect(tokens?.access).not.toContain('access-');
  });
});
