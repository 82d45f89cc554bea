import { closeAfterAll } from '../../../../test/close-after.js';
import { RecordedSite, json, type Form } from '../../../../test/recorded-site.fixture.js';
import type { SiteFixture } from '../../../../test/site.fixture.js';
import { TokensService } from '../tokens.service.js';

describe('core_webservice_get_site_info', () => {
  let on: RecordedSite;
  let site: SiteFixture;

  beforeAll(async () => {
    on = await RecordedSite.start();
    site = on.site;
  }, 120_000);
  closeAfterAll(() => on);

  const siteInfo = (more: Form = {}): Promise<Record<string, unknown>> =>
    json(on.answer({ wsfunction: 'core_webservice_get_site_info', moodlewsrestformat: 'json', ...more }));

  it('tells whose token it is, which functions it is for, and the release whose protocol is spoken', async () => {
    const info = await siteInfo();
    expect(info).toMatchObject({
      username: 'admin',
      firstname: 'Admin',
      lastname: 'User',
      fullname: 'Admin User',
      lang: 'en',
      userid: on.admin.id,
      siteurl: 'SITE',
      userpictureurl: 'SITE/theme/image.php/boost/core/REV/u/f1',
      release: '4.5.6 (Build: 20250811)',
      version: '2024100706',
      userissiteadmin: true,
    });
    expect(info['functions']).toEqual([
      { name: 'core_webservice_get_site_info', version: '2024100706' },
      { name: 'local_pulsetech_discord_get_user_by_discord_id', version: '2025010501' },
      { name: 'local_pulsetech_discord_sync_user_roles', version: '2025010501' },
      { name: 'local_pulsetech_discord_get_user_courses', version: '2025010501' },
      { name: 'local_pulsetech_discord_get_role_mappings', version: '2025010501' },
      { name: 'core_user_get_users_by_field', version: '2024100706' },
      { name: 'core_enrol_get_users_courses', version: '2024100706' },
    ]);
  });

  it('has the keys of Moodle in their order, but for the key to files, since there are none', async () => {
    expect(Object.keys(await siteInfo()).join(' ')).toBe(
      'sitename username firstname lastname fullname lang userid siteurl userpictureurl functions downloadfiles ' +
        'uploadfiles release version mobilecssurl advancedfeatures usercanmanageownfiles userquota ' +
        'usermaxuploadfilesize userhomepage siteid sitecalendartype usercalendartype userissiteadmin theme ' +
        'limitconcurrentlogins policyagreed',
    );
  });

  it('tells only the functions that the token is limited to, and ignores the names of services', async () => {
    const functions = ['core_webservice_get_site_info', 'local_pulsetech_discord_get_role_mappings'];
    const { token: wstoken } = await site.app.get(TokensService).create('limited', on.admin.id, { functions });
    const info = await siteInfo({ wstoken, 'serviceshortnames[0]': 'anything' });
    expect((info['functions'] as { name: string }[]).map(({ name }) => name)).toEqual(functions);
  });
});
