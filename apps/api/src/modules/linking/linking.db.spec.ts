import type { LinkPageDto, SyncNowDto, UnlinkDto } from '@pulsetech/contracts';
import type { Browser } from '../../../test/browser.js';
import { closeAfterAll } from '../../../test/close-after.js';
import type { FakePerson } from '../../../test/fake-billing.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { LmsPort, type LmsUser } from '../lms/lms.port.js';
import { PeopleService } from '../lms/people/people.service.js';
import { MappingRowsRepository } from '../mappings/mapping-rows.repository.js';
import { DiscordTokensService } from './discord-tokens.service.js';
import { LinksRepository } from './links.repository.js';
import { TokenRefreshSchedule } from './token-refresh.schedule.js';

const ROLE = '111111111111111111';
const STUDENT = 5;
const WEEK = 604_800;

describe('A linked Discord account', () => {
  let site: SiteFixture;
  let links: LinksRepository;
  let tokens: DiscordTokensService;
  let lms: LmsPort;
  let course: number;

  beforeAll(async () => {
    site = await SiteFixture.start();
    links = site.app.get(LinksRepository);
    tokens = site.app.get(DiscordTokensService);
    lms = site.app.get(LmsPort);
    course = (await site.course('PROG101', 'Introduction to Programming')).id;
    await site.app.get(MappingRowsRepository).insert({
      discordRoleId: ROLE,
      discordRoleName: 'Student Access',
      courseId: course,
      roleId: STUDENT,
      cohortId: null,
    });
  }, 120_000);
  closeAfterAll(() => site);
  beforeEach(() => {
    site.billing.fault = 'none';
    // Each test reads Discord later than the one before.
    site.clock.advanceSeconds(1);
  });

  let made = 0;
  const someone = (given: Partial<FakePerson> = {}): FakePerson => {
    const id = String(600000000000000000n + BigInt(++made));
    return { id, username: `bob${made}`, email: null, avatar: 'abc123', ...given };
  };
  const hasRole = ({ id }: FakePerson, ...roles: string[]): void => {
    site.billing.observations.set(id, (at) => ({ kind: 'member', roles, pending: false, guest: false, at }));
  };
  const linked = async (person: FakePerson): Promise<{ user: LmsUser; browser: Browser }> => {
    const user = await site.user();
    const browser = await site.browserOf(user);
    await browser.change('POST', '/api/v1/link/start');
    const { pathname, search } = site.billing.agree(await browser.redirectOf('/auth/discord'), person);
    expect(await browser.redirectOf(`${pathname}${search}`)).toContain('linked=1');
    return { user, browser };
  };
  const page = async (browser: Browser): Promise<LinkPageDto> =>
    (await (await browser.get('/api/v1/link')).json()) as LinkPageDto;
  const coursesOf = async ({ id }: LmsUser): Promise<number[]> =>
    (await lms.listUserCourses(id)).map((listed) => listed.id);

  test('gives what its Discord roles give at once, and shows it', async () => {
    const person = someone();
    hasRole(person, ROLE);
    const { user, browser } = await linked(person);
    expect(await coursesOf(user)).toEqual([course]);
    const { account, membership, expected } = await page(browser);
    expect(account).toEqual({
      discordId: person.id,
      username: person.username,
      avatarUrl: `https://cdn.discordapp.com/avatars/${person.id}/abc123.png`,
      linkedAt: site.clock.nowSeconds(),
      lastSyncedAt: site.clock.nowSeconds(),
    });
    expect(membership.state).toBe('member');
    expect(expected).toMatchObject([{ course: 'Introduction to Programming', state: 'given' }]);
  });

  test('has tokens that are stored sealed', async () => {
    const { user } = await linked(someone());
    const stored = JSON.stringify(await links.findTokens(user.id));
    expect(stored).not.toMatch(/access-|refresh-/);
    expect(await tokens.accessTokenOf(user.id)).toMatch(/^access-/);
  });

  describe('"Sync now"', () => {
    const syncNow = async (browser: Browser): Promise<SyncNowDto> =>
      (await (await browser.change('POST', '/api/v1/link/sync')).json()) as SyncNowDto;

    test('applies the roles of this moment, and the session that asked goes on', async () => {
      const person = someone();
      hasRole(person, ROLE);
      const { user, browser } = await linked(person);
      const elsewhere = await site.browserOf(user);
      hasRole(person);
      site.clock.advanceSeconds(1);
      expect((await syncNow(browser)).result).toMatchObject({
        success: true,
        unenrolled: 1,
        session_invalidated: true,
      });
      expect((await browser.session()).user?.id).toBe(user.id);
      expect((await elsewhere.session()).user).toBeNull();
    });

    test('brings name and picture up to date', async () => {
      const person = { ...someone() };
      const { browser } = await linked(person);
      Object.assign(person, { username: 'bobby', avatar: 'a_def' });
      site.clock.advanceSeconds(1);
      await syncNow(browser);
      expect((await page(browser)).account).toMatchObject({
        username: 'bobby',
        avatarUrl: `https://cdn.discordapp.com/avatars/${person.id}/a_def.gif`,
      });
    });

    test('stays linked when Discord does not take the token once', async () => {
      const { user, browser } = await linked(someone());
      site.billing.fault = 'me_401';
      site.clock.advanceSeconds(1);
      expect((await syncNow(browser)).result.success).toBe(true);
      expect((await links.findByUserId(user.id))?.hasTokens).toBe(true);
    });

    test('asks to authorise again when Discord ended the authorisation, and works all the same', async () => {
      const person = someone();
      const { user, browser } = await linked(person);
      site.billing.endAuthorisations();
      await site.pass(WEEK);
      await browser.signIn(user.username, 'a good password');
      const { result, problems } = await syncNow(browser);
      expect(result.success).toBe(true);
      expect(problems).toEqual([expect.stringContaining('authorise again')]);
      expect((await links.findByUserId(user.id))?.hasTokens).toBe(false);
      const { account, linking } = await page(browser);
      expect(account).not.toBeNull();
      expect(linking).toEqual({ available: true, detail: expect.stringContaining('authorise again') as string });
      await browser.change('POST', '/api/v1/link/start');
      const { pathname, search } = site.billing.agree(await browser.redirectOf('/auth/discord'), person);
      expect(await browser.redirectOf(`${pathname}${search}`)).toContain('linked=1');
      expect((await page(browser)).linking.detail).toBeNull();
    });

    test('says that nothing is lost when the billing server does not answer', async () => {
      const person = someone();
      hasRole(person, ROLE);
      const { user, browser } = await linked(person);
      site.billing.fault = 'down';
      site.clock.advanceSeconds(1);
      const { result, problems } = await syncNow(browser);
      expect(result).toMatchObject({ success: false, unenrolled: 0 });
      expect(problems).not.toEqual([]);
      expect(await coursesOf(user)).toEqual([course]);
    });

    test('says when it can be done again, to somebody who does it again and again', async () => {
      const { browser } = await linked(someone());
      for (let n = 0; n < 3; n++) await syncNow(browser);
      const refused = await browser.change('POST', '/api/v1/link/sync');
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('30');
      expect(await refused.text()).toContain('You were synchronised a moment ago');
    });

    test('needs a link', async () => {
      const browser = await site.browserOf(await site.user());
      expect((await browser.change('POST', '/api/v1/link/sync')).status).toBe(409);
    });
  });

  describe('Unlinking', () => {
    const unlink = (browser: Browser): Promise<Response> => browser.change('DELETE', '/api/v1/link');

    test('takes back what it gave, ends the authorisation, and forgets the account', async () => {
      const person = someone();
      hasRole(person, ROLE);
      const { user, browser } = await linked(person);
      expect((await page(browser)).unlinkEffect.courses).toEqual(['Introduction to Programming']);
      const response = await unlink(browser);
      expect(response.status).toBe(200);
      expect((await response.json()) as UnlinkDto).toEqual({
        removedCourses: ['Introduction to Programming'],
        suspendedCourses: [],
        problems: [],
      });
      expect(await coursesOf(user)).toEqual([]);
      expect(site.billing.revoked.at(-1)).toMatch(/^refresh-/);
      expect((await page(browser)).account).toBeNull();
      expect(await links.findByDiscordId(person.id)).toBeNull();
    });

    test('frees the Discord account for another user', async () => {
      const person = someone();
      const { browser } = await linked(person);
      await unlink(browser);
      const next = await linked(person);
      expect((await links.findByDiscordId(person.id))?.userId).toBe(next.user.id);
    });

    test('works while the billing server does not answer', async () => {
      const { user, browser } = await linked(someone());
      site.billing.fault = 'down';
      expect((await unlink(browser)).status).toBe(200);
      expect(await links.findByUserId(user.id)).toBeNull();
    });

    test('leaves the link when something could not be taken back, and says so', async () => {
      const person = someone();
      hasRole(person, ROLE);
      const { user, browser } = await linked(person);
      const apply = jest.spyOn(lms, 'apply').mockImplementation((changes) =>
        Promise.resolve(
          changes.map(() => ({
            applied: 'no' as const,
            code: 'lms_unavailable' as const,
            message: 'The LMS is away.',
          })),
        ),
      );
      const response = await unlink(browser);
      apply.mockRestore();
      expect(response.status).toBe(409);
      expect(await response.text()).toContain('still linked');
      expect(await links.findByUserId(user.id)).not.toBeNull();
      expect(await coursesOf(user)).toEqual([course]);
      expect((await unlink(browser)).status).toBe(200);
    });

    test('is refused to somebody who could not come back, and told beforehand', async () => {
      const person = someone();
      const browser = site.browser();
      const { pathname, search } = site.billing.agree(await browser.redirectOf('/auth/discord'), person);
      expect(await browser.redirectOf(`${pathname}${search}`)).toBe('/my/');
      const before = await page(browser);
      expect(before.unlinking).toEqual({
        available: false,
        detail: expect.stringContaining('Ask the site team to set a password first') as string,
      });
      const refused = await unlink(browser);
      expect(refused.status).toBe(409);
      expect(await refused.json()).toEqual({
        error: { code: 'no_other_way_in', message: before.unlinking.detail },
      });
      expect((await page(browser)).account).not.toBeNull();

      const username = (await browser.session()).user?.username ?? '';
      await site.app.get(PeopleService).setPassword(username, 'a good password');
      const again = site.browser();
      await again.signIn(username, 'a good password');
      expect((await page(again)).unlinking).toEqual({ available: true, detail: null });
      expect((await unlink(again)).status).toBe(200);
    });

    test('needs a link', async () => {
      const browser = await site.browserOf(await site.user());
      expect((await unlink(browser)).status).toBe(409);
    });
  });

  describe('Its tokens', () => {
    test('are refreshed before they expire, once, however many ask', async () => {
      const { user } = await linked(someone());
      await site.pass(WEEK - 100);
      const before = site.billing.refreshes;
      const got = await Promise.all(Array.from({ length: 5 }, () => tokens.accessTokenOf(user.id)));
      expect(new Set(got).size).toBe(1);
      expect(got[0]).toMatch(/^access-/);
      expect(site.billing.refreshes - before).toBe(1);
    });

    test('are refreshed by the hourly job within a day of their end, and dropped when Discord refuses', async () => {
      const { user } = await linked(someone());
      const { user: gone } = await linked(someone());
      await links.updateTokens(gone.id, tokens.seal({ access: 'a', refresh: 'used', expiresInSeconds: WEEK }));
      const job = site.app.get(TokenRefreshSchedule);
      await site.pass(WEEK - 2 * 86_400);
      await job.run();
      const untouched = await links.findTokens(user.id);
      await site.pass(86_400 + 60);
      const report = await job.run();
      expect(report.failed).toBe(0);
      expect(report.dropped).toBeGreaterThanOrEqual(1);
      expect((await links.findTokens(user.id))?.expiresAt).toBe(site.clock.nowSeconds() + WEEK);
      expect(await links.findTokens(user.id)).not.toEqual(untouched);
      expect(await links.findByUserId(gone.id)).toMatchObject({ hasTokens: false });
      expect(await job.run()).toEqual({ refreshed: 0, dropped: 0, failed: 0 });
    });

    test('are kept when the billing server does not answer', async () => {
      const { user } = await linked(someone());
      await site.pass(WEEK);
      site.billing.fault = 'down';
      await expect(tokens.accessTokenOf(user.id)).rejects.toMatchObject({ code: 'billing_unreachable' });
      site.billing.fault = 'none';
      expect(await tokens.accessTokenOf(user.id)).toMatch(/^access-/);
    });

    test('that cannot be opened any more are dropped, and do not stop the job', async () => {
      const { user } = await linked(someone());
      await links.updateTokens(user.id, { access: 'old.xxxx', refresh: 'old.xxxx', expiresAt: 1 });
      expect((await site.app.get(TokenRefreshSchedule).run()).failed).toBe(0);
      expect(await links.findTokens(user.id)).toBeNull();
    });
  });
});
