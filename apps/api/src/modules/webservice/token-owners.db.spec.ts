import { CAPABILITIES, type CreatedTokenDto, type ErrorBody } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../test/close-after.js';
import type { Browser } from '../../../test/browser.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { ByHand } from '../lms/embedded/by-hand.js';
import { ROLE_IDS } from '../lms/embedded/moodle-shapes.js';
import type { LmsUser } from '../lms/lms.port.js';
import { TokensService } from './tokens.service.js';

describe('The owner of a web service token', () => {
  let site: SiteFixture;
  let admin: LmsUser;
  /** Manages the Discord integration, and nothing else. */
  let discord: LmsUser;

  beforeAll(async () => {
    site = await SiteFixture.start();
    admin = await site.manager();
    discord = await site.user();
    await allow(ROLE_IDS.coursecreator, CAPABILITIES.manage, CAPABILITIES.webserviceRest);
    await site.app.get(ByHand).assignSystemRole(discord.id, ROLE_IDS.coursecreator, admin.id);
    await allow(ROLE_IDS.user, CAPABILITIES.webserviceRest);
  }, 120_000);
  closeAfterAll(() => site);

  const allow = async (roleId: number, ...capabilities: string[]): Promise<void> => {
    for (const capability of capabilities) {
      await site.dataSource.query(
        'INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, ?, 1)',
        [roleId, capability],
      );
    }
  };
  const make = (browser: Browser, owner?: string): Promise<Response> =>
    browser.change('POST', '/api/v1/tokens', { name: 'x', ...(owner === undefined ? {} : { owner }) });
  const siteInfo = async (wstoken: string): Promise<unknown> => {
    const form = { wstoken, wsfunction: 'core_webservice_get_site_info', moodlewsrestformat: 'json' };
    const body = new URLSearchParams(form);
    return (await fetch(`${site.origin}/webservice/rest/server.php`, { method: 'POST', body })).json();
  };

  test('is oneself without the capability for the tokens of everybody, however little the other may do', async () => {
    const browser = await site.browserOf(discord);
    const student = await site.user();
    const refused = await make(browser, student.username);
    expect(refused.status).toBe(403);
    const { error } = (await refused.json()) as ErrorBody;
    expect(error).toMatchObject({
      code: 'token_owner_not_permitted',
      fields: { owner: expect.stringContaining('moodle/webservice:managealltokens') as string },
    });
    expect((await make(browser)).status).toBe(201);
    expect((await make(browser, discord.username)).status).toBe(201);
  });

  test('is no administrator unless an administrator makes it, whatever capabilities the maker has', async () => {
    const almost = await site.user();
    await site.dataSource.query(
      "INSERT INTO lms_role (name, shortname, sortorder, archetype) VALUES ('A', 'a', 90, '')",
    );
    const [role] = await site.dataSource.query<{ id: number }[]>("SELECT id FROM lms_role WHERE shortname = 'a'");
    await allow(role?.id ?? 0, ...Object.values(CAPABILITIES));
    await site.app.get(ByHand).assignSystemRole(almost.id, role?.id ?? 0, admin.id);
    const browser = await site.browserOf(almost);
    expect((await make(browser, admin.username)).status).toBe(403);
    expect((await make(browser, (await site.user()).username)).status).toBe(201);
    expect((await make(await site.browserOf(admin), (await site.manager()).username)).status).toBe(201);
  });

  test('who becomes an administrator is not served by the token of a maker who is none', async () => {
    const owner = await site.user();
    const tokens = site.app.get(TokensService);
    const theirs = await tokens.create('x', owner.id, { creatorId: discord.id });
    const admins = await tokens.create('x', owner.id, { creatorId: admin.id });
    const own = await tokens.create('x', owner.id, { creatorId: owner.id });
    const ofCommandLine = await tokens.create('x', owner.id);
    const works = { userid: owner.id };
    for (const { token } of [theirs, admins, own, ofCommandLine]) expect(await siteInfo(token)).toMatchObject(works);
    await site.app.get(ByHand).assignSystemRole(owner.id, ROLE_IDS.manager, admin.id);
    site.clock.advanceSeconds(2);
    expect(await siteInfo(theirs.token)).toMatchObject({ errorcode: 'accessexception' });
    expect(site.log.join('')).toContain(`Web service token ${theirs.details.id} is refused`);
    for (const { token } of [admins, own, ofCommandLine]) expect(await siteInfo(token)).toMatchObject(works);
    const states = new Map((await tokens.list()).map(({ id, state }) => [id, state]));
    expect(states.get(theirs.details.id)).toBe('owner_promoted');
    for (const { details } of [admins, own, ofCommandLine]) expect(states.get(details.id)).toBe('active');
  });

  test('is somebody else when a manager makes it', async () => {
    const student = await site.user();
    const response = await make(await site.browserOf(admin), student.username);
    expect(((await response.json()) as CreatedTokenDto).details).toMatchObject({
      owner: student.username,
      createdBy: admin.username,
    });
  });
});
