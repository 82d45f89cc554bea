import { CAPABILITIES } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import { PASSWORD, SiteFixture } from '../../../../test/site.fixture.js';
import { SignInService } from '../../accounts/sign-in.service.js';
import { ByHand } from '../../lms/embedded/by-hand.js';
import { ROLE_IDS } from '../../lms/embedded/moodle-shapes.js';
import type { LmsUser } from '../../lms/lms.port.js';

const SERVICE = 'local_pulsetech_discord';

describe('/login/token.php', () => {
  let site: SiteFixture;
  let admin: LmsUser;

  beforeAll(async () => {
    site = await SiteFixture.start();
    admin = await site.manager({ username: 'admin' });
    await site.user({ username: 'jsmith', email: 'jsmith@example.com' });
    await site.user({ username: 'suspended1', suspended: true });
    await site.user({ username: 'nobody', confirmed: false });
  }, 120_000);
  closeAfterAll(() => site);

  const post = (form: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${site.origin}/login/token.php`, { method: 'POST', body: new URLSearchParams(form) });
  const answer = async (form: Readonly<Record<string, string>>): Promise<string> => {
    const response = await post(form);
    expect(response.status).toBe(200);
    return response.text();
  };
  const login = (username: string, password = PASSWORD, service = SERVICE): Promise<string> =>
    answer({ username, password, service });
  const refused = (errorcode: string, error: string): string =>
    JSON.stringify({ error, errorcode, stacktrace: null, debuginfo: null, reproductionlink: null });
  const INVALID = refused('invalidlogin', 'Invalid login, please try again');
  const tokenOf = async (username: string): Promise<string> =>
    (JSON.parse(await login(username)) as { token: string }).token;
  const call = async (token: string, wsfunction: string): Promise<unknown> => {
    const body = new URLSearchParams({ wstoken: token, wsfunction, moodlewsrestformat: 'json' });
    return (await fetch(`${site.origin}/webservice/rest/server.php`, { method: 'POST', body })).json();
  };

  it('gives a token that works, with the headers of Moodle', async () => {
    const response = await post({ username: 'admin', password: PASSWORD, service: SERVICE });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'post-check=0, pre-check=0',
      pragma: 'no-cache',
      expires: 'Mon, 20 Aug 1969 09:23:00 GMT',
      'accept-ranges': 'none',
    });
    expect(response.headers.get('set-cookie')).toBeNull();
    const { token, ...rest } = (await response.json()) as { token: string };
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(rest).toEqual({ privatetoken: null });
    expect(await call(token, 'core_webservice_get_site_info')).toMatchObject({ username: 'admin', userid: admin.id });
  });

  it('gives the same token each time, whatever the case of the name and the method of the request', async () => {
    const token = await tokenOf('admin');
    expect(await tokenOf(' ADMIN ')).toBe(token);
    const query = new URLSearchParams({ username: 'admin', password: PASSWORD, service: SERVICE });
    const got = await fetch(`${site.origin}/login/token.php?${query.toString()}`);
    expect(await got.json()).toEqual({ token, privatetoken: null });
  });

  it('refuses alike whoever may not log in', async () => {
    expect(await login('admin', 'wrong')).toBe(INVALID);
    expect(await login('admin', '')).toBe(INVALID);
    expect(await login('nosuch')).toBe(INVALID);
    expect(await login('suspended1')).toBe(INVALID);
    expect(await login('jsmith@example.com')).toBe(INVALID);
    expect(await login('x'.repeat(100_000))).toBe(INVALID);
    expect(await login('admin', 'wrong', 'nope')).toBe(INVALID);
  });

  it('tells who may not have a token why, once the password was right', async () => {
    expect(await login('jsmith')).toBe(
      refused('cannotcreatetoken', `No permission to create web service token for the service ${SERVICE}.`),
    );
    expect(await login('nobody')).toBe(refused('usernotconfirmed', 'Could not confirm nobody'));
    expect(await login('nobody', 'wrong')).toBe(INVALID);
    const unavailable = refused(
      'servicenotavailable',
      "Web service is not available. (It doesn't exist or might be disabled.)",
    );
    expect(await login('admin', PASSWORD, 'moodle_mobile_app')).toBe(unavailable);
    expect(await login('jsmith', PASSWORD, 'nope')).toBe(unavailable);
  });

  it('still gives the token that there is to somebody who may not make one any more', async () => {
    const former = await site.manager({ username: 'former' });
    const token = await tokenOf('former');
    await site.dataSource.query('DELETE FROM lms_role_assignments WHERE userid = ?', [former.id]);
    expect(await tokenOf('former')).toBe(token);
  });

  it('gives one to whoever a role of the site allows it', async () => {
    const maker = await site.user({ username: 'maker' });
    await site.dataSource.query(
      'INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission) VALUES (1, ?, ?, 1)',
      [ROLE_IDS.coursecreator, CAPABILITIES.createToken],
    );
    await site.app.get(ByHand).assignSystemRole(maker.id, ROLE_IDS.coursecreator, admin.id);
    const token = await tokenOf('maker');
    expect(await call(token, 'core_webservice_get_site_info')).toMatchObject({ errorcode: 'accessexception' });
  });

  it.each([
    ['username', { password: 'x', service: SERVICE }],
    ['password', { username: 'admin', service: SERVICE }],
    ['service', { username: 'admin', password: PASSWORD }],
  ])('says that %s is missing', async (name, form) => {
    expect(await answer(form as Record<string, string>)).toBe(
      refused('missingparam', `A required parameter (${name}) was missing`),
    );
  });

  it('tells the mobile app that there is a site', async () => {
    expect(await answer({ appsitecheck: '1' })).toBe('{"appsitecheck":"ok"}');
  });

  it('refuses a body that is too large, in its own shape', async () => {
    const response = await post({ username: 'admin', password: 'x'.repeat(1_100_000), service: SERVICE });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ errorcode: 'requesttoolarge' });
  });

  it('gives nothing when the web service is switched off', async () => {
    await site.settings({ webserviceEnabled: false });
    site.clock.advanceSeconds(3);
    expect(await login('admin')).toBe(
      refused('enablewsdescription', 'Web services must be enabled in Advanced features.'),
    );
    await site.settings({ webserviceEnabled: true });
    site.clock.advanceSeconds(3);
  });

  it('counts wrong passwords, and then refuses the right one as well', async () => {
    await site.manager({ username: 'target' });
    for (let n = 0; n < 10; n++) expect(await login('target', `guess ${n}`)).toBe(INVALID);
    expect(await login('target')).toBe(INVALID);
    site.clock.advanceSeconds(601);
    expect(JSON.parse(await login('target'))).toMatchObject({ privatetoken: null });
  });

  it.each(['cross-site', 'same-site'])(
    'does not look at passwords that a %s page sends by a browser',
    async (sender) => {
      const headers = { 'sec-fetch-site': sender };
      const form = { username: 'admin', password: PASSWORD, service: SERVICE };
      const query = new URLSearchParams(form).toString();
      const address = `${site.origin}/login/token.php`;
      const posted = fetch(address, { method: 'POST', headers, body: new URLSearchParams(form) });
      for (const response of await Promise.all([posted, fetch(`${address}?${query}`, { headers })])) {
        expect(response.status).toBe(200);
        expect(await response.json()).toEqual({
          error: expect.stringContaining('another site') as string,
          errorcode: 'crosssiterequest',
          stacktrace: null,
          debuginfo: null,
          reproductionlink: null,
        });
      }
      expect(await (await fetch(`${address}?appsitecheck=1`, { headers })).json()).toEqual({ appsitecheck: 'ok' });
    },
  );

  it.each(['same-origin', 'none'])('takes what a browser sends as %s', async (sender) => {
    const body = new URLSearchParams({ username: 'admin', password: PASSWORD, service: SERVICE });
    const options = { method: 'POST', headers: { 'sec-fetch-site': sender }, body };
    expect(await (await fetch(`${site.origin}/login/token.php`, options)).json()).toHaveProperty('token');
  });

  it('does not lock the pages of a network with what goes wrong here', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7' };
    for (let n = 0; n < 31; n++) {
      const body = new URLSearchParams({ username: `nobody${n}`, password: 'x', service: SERVICE });
      await fetch(`${site.origin}/login/token.php`, { method: 'POST', headers: from, body });
    }
    const signIns = site.app.get(SignInService);
    const credentials = { username: 'admin', password: PASSWORD };
    await expect(signIns.prove(credentials, '198.51.100.7', 'token')).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
    expect((await signIns.prove(credentials, '198.51.100.7')).username).toBe('admin');
  });

  it('leaves one line in the log for each request, and never a password or a token', async () => {
    const before = site.log.length;
    const token = await tokenOf('admin');
    await login('admin', 'a secret that is wrong');
    const query = new URLSearchParams({ username: 'admin', password: 'in the address', service: SERVICE });
    await fetch(`${site.origin}/login/token.php?${query.toString()}`);
    const lines = site.log.slice(before);
    expect(lines.filter((line) => line.includes('login/token.php'))).toHaveLength(3);
    const all = site.log.join('\n');
    for (const secret of [token, 'a secret that is wrong', 'in the address', 'in+the+address', PASSWORD]) {
      expect(all).not.toContain(secret);
    }
  });
});
