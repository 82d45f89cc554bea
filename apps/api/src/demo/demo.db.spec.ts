import { readFileSync, rmSync, statSync } from 'node:fs';
import type { DashboardDto, LinkPageDto } from '@pulsetech/contracts';
import { Browser } from '../../test/browser.js';
import { closeAfterAll } from '../../test/close-after.js';
import { SiteFixture } from '../../test/site.fixture.js';
import { CAPABILITIES } from '@pulsetech/contracts';
import { LicenseService } from '../modules/license/license.service.js';
import { LinksRepository } from '../modules/linking/links.repository.js';
import { LmsPort } from '../modules/lms/lms.port.js';
import { TokensService } from '../modules/webservice/tokens.service.js';
import { DemoInstaller } from './demo-installer.service.js';

describe('the demo site', () => {
  let site: SiteFixture;
  let tokenPath: string;
  const install = () => site.app.get(DemoInstaller).install(site.billing.key);

  beforeAll(async () => {
    site = await SiteFixture.start();
    const result = await install();
    expect(result.installed).toBe(true);
    tokenPath = result.tokenPath;
  }, 120_000);
  closeAfterAll(() => site);

  const signedIn = async (username: string, password: string): Promise<Browser> => {
    const browser = site.browser();
    await browser.signIn(username, password);
    return browser;
  };
  const token = () => readFileSync(tokenPath, 'utf8').trim();
  const call = async (wsfunction: string, more: Record<string, string> = {}): Promise<unknown> => {
    const body = new URLSearchParams({ wstoken: token(), wsfunction, moodlewsrestformat: 'json', ...more });
    return (await fetch(new URL('/webservice/rest/server.php', site.origin), { method: 'POST', body })).json();
  };

  it('answers as the documentation prints', async () => {
    const discord_id = '123456789012345678';
    expect(await call('local_pulsetech_discord_get_user_by_discord_id', { discord_id })).toEqual({
      found: true,
      userid: 123,
      username: 'jsmith',
      firstname: 'John',
      lastname: 'Smith',
      email: 'jsmith@example.com',
      discord_username: 'john#1234',
      last_synced_at: 1704067200,
    });
    expect(await call('local_pulsetech_discord_get_user_courses', { discord_id })).toEqual({
      found: true,
      courses: [{ id: 5, shortname: 'PROG101', fullname: 'Introduction to Programming', roles: ['Student'] }],
    });
    expect(await call('local_pulsetech_discord_get_role_mappings')).toEqual([
      expect.objectContaining({
        id: 1,
        discord_role_id: '111111111111111111',
        discord_role_name: 'Student Access',
        courseid: 5,
        course_name: 'Introduction to Programming',
        roleid: 5,
        role_name: 'Student',
      }),
      expect.objectContaining({ id: 2, course_name: 'Advanced Topics', role_name: 'Student' }),
      expect.objectContaining({ id: 3, course_name: 'Staff Training', role_name: 'Teacher' }),
    ]);
  });

  it("answers the questions of Moodle's clients around that", async () => {
    const [john] = (await call('core_user_get_users_by_field', {
      field: 'username',
      'values[0]': 'jsmith',
    })) as unknown[];
    expect(john).toMatchObject({ id: 123, fullname: 'John Smith', idnumber: 'S-0123', lastaccess: 1704067200 });
    expect(await call('core_enrol_get_users_courses', { userid: '123' })).toEqual([
      expect.objectContaining({
        id: 5,
        idnumber: 'PROG-101',
        enrolledusercount: 3,
        summary: 'Variables, loops &amp; functions.<br />\nNo knowledge is needed.',
        summaryformat: 1,
      }),
    ]);
  });

  it('lets the people of the demo sign in with their passwords, but not the suspended one', async () => {
    const capabilities = async (username: string, password: string) =>
      (await (await signedIn(username, password)).session()).user?.capabilities;
    expect(new Set(await capabilities('admin', 'Admin-demo-1'))).toEqual(new Set(Object.values(CAPABILITIES)));
    expect(new Set(await capabilities('creator', 'Creator-demo-1'))).toEqual(
      new Set([CAPABILITIES.linkAccount, CAPABILITIES.viewMappings, CAPABILITIES.viewHiddenCourses]),
    );
    expect(await capabilities('maria', 'Learner-demo-1')).toEqual([CAPABILITIES.linkAccount]);
    await expect(signedIn('sam', 'Learner-demo-1')).rejects.toThrow('401');
  });

  it('shows John his course and the Discord role that gave it', async () => {
    const john = await signedIn('jsmith', 'Learner-demo-1');
    const dashboard = (await (await john.get('/api/v1/dashboard')).json()) as DashboardDto;
    expect(dashboard).toEqual({
      courses: [
        {
          id: 5,
          shortname: 'PROG101',
          fullname: 'Introduction to Programming',
          roles: ['Student'],
          because: ['Student Access'],
        },
      ],
      discord: { username: 'john#1234', lastSyncedAt: 1704067200 },
    });
    const link = (await (await john.get('/api/v1/link')).json()) as LinkPageDto;
    expect(link.membership.roles.map(({ id }) => id)).toEqual(['111111111111111111']);
    expect(link.expected.map(({ mappingId, state }) => [mappingId, state])).toEqual([
      [1, 'given'],
      [2, 'missing_role'],
      [3, 'missing_role'],
    ]);
  });

  it('shows a course given by hand without a reason from Discord', async () => {
    const maria = await signedIn('maria', 'Learner-demo-1');
    const dashboard = (await (await maria.get('/api/v1/dashboard')).json()) as DashboardDto;
    expect(dashboard).toMatchObject({ courses: [{ shortname: 'WELCOME', because: [] }], discord: null });
  });

  it('links John and Sam only, and has three cohorts', async () => {
    const links = await site.app.get(LinksRepository).findPage(0, 100);
    expect(links.map(({ userId, discordId }) => [userId, discordId])).toEqual([
      [123, '123456789012345678'],
      [125, '200000000000000010'],
    ]);
    expect((await site.app.get(LmsPort).listCohorts()).map(({ id, name }) => [id, name]).sort()).toEqual([
      [1, 'Students 2025'],
      [2, 'Premium Members'],
      [3, 'Instructors'],
    ]);
  });

  it('keeps its token in a file that others cannot read', () => {
    expect(token()).toMatch(/^[0-9a-f]{32}$/);
    expect(statSync(tokenPath).mode & 0o777).toBe(0o600);
  });

  it('stays as it is when it is installed again: only the licence key is set', async () => {
    await site.app.get(LicenseService).setKey(null);
    const before = token();
    expect(await install()).toEqual({ installed: false, tokenPath });
    expect(token()).toBe(before);
    expect(await site.app.get(TokensService).list()).toHaveLength(1);
    expect((await site.app.get(LicenseService).verify()).usable).toBe(true);
  });

  it('makes a new token when the file of the old one is lost', async () => {
    const before = token();
    rmSync(tokenPath);
    await install();
    expect(token()).not.toBe(before);
    expect(await call('local_pulsetech_discord_get_role_mappings')).toHaveLength(3);
  });

  it('goes on with ids of its own for what is made later', async () => {
    const course = await site.course('NEW1', 'A new course');
    const user = await site.user();
    expect([course.id, user.id]).toEqual([9, 139]);
    const lms = site.app.get(LmsPort);
    expect(await lms.apply([{ type: 'enrol', userId: user.id, courseId: course.id, roleId: 5 }])).toEqual([
      { applied: 'yes' },
    ]);
    expect((await lms.listUserCourses(user.id)).map(({ id }) => id)).toEqual([course.id]);
  });
});

describe('a site that people work with', () => {
  let site: SiteFixture;
  beforeAll(async () => {
    site = await SiteFixture.start();
  }, 120_000);
  closeAfterAll(() => site);

  it('is not turned into the demo', async () => {
    await site.user();
    await expect(site.app.get(DemoInstaller).install(site.billing.key)).rejects.toMatchObject({
      code: 'site_has_data',
    });
    expect(await site.app.get(LmsPort).listCourses()).toEqual([]);
  });

  it('refuses what is not a licence key before anything is done', async () => {
    await expect(site.app.get(DemoInstaller).install('PLMS-NO')).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
