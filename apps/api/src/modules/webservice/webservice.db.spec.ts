import { closeAfterAll } from '../../../test/close-after.js';
import { BESIDE_CALLS, countingStatements } from '../../../test/counting-statements.js';
import { DocumentedSite, JOHN, PREMIUM_ROLE, STUDENT, STUDENT_ROLE } from '../../../test/documented-site.fixture.js';
import type { SiteFixture } from '../../../test/site.fixture.js';
import { LicenseService } from '../license/license.service.js';
import type { LmsUser } from '../lms/lms.port.js';
import { TokenUse } from './token-use.js';
import { TokensService } from './tokens.service.js';

describe('The web service', () => {
  let on: DocumentedSite;
  let site: SiteFixture;

  beforeAll(async () => {
    on = await DocumentedSite.start();
    site = on.site;
  }, 120_000);
  closeAfterAll(() => on);

  const enrolled = { action: 'enrolled', course: 'Introduction to Programming', role: 'Student' };

  test('answers the documented request of a bot as documented', async () => {
    expect(await on.call('get_user_by_discord_id', `&discord_id=${JOHN}`)).toEqual({
      found: true,
      userid: on.john.id,
      username: 'jsmith',
      firstname: 'John',
      lastname: 'Smith',
      email: 'jsmith@example.com',
      discord_username: 'john#1234',
      last_synced_at: 1704067200,
    });
  });

  test.each([
    ['/webservice/rest/server.php/', 200],
    ['//webservice/rest//server.php', 200],
    ['/webservice/rest/SERVER.PHP', 404],
    ['/webservice/rest/server.phpx', 404],
    ['/login//token.php', 200],
  ])('answers %s as web servers before Moodle do, with %i', async (path, status) => {
    expect((await fetch(`${site.origin}${path}`, { method: 'POST' })).status).toBe(status);
  });

  test('takes the token as a bearer, too', async () => {
    const response = await on.send(
      `wsfunction=local_pulsetech_discord_get_user_by_discord_id&moodlewsrestformat=json&discord_id=${JOHN}`,
      { authorization: `Bearer ${on.token}` },
    );
    expect(await response.json()).toMatchObject({ found: true });
  });

  test.each(['999', '', "1' OR '1'='1", '９９９'])('finds nobody for %j', async (id) => {
    const parameter = `&discord_id=${encodeURIComponent(id)}`;
    expect(await on.call('get_user_by_discord_id', parameter)).toEqual({ found: false });
    expect(await on.call('get_user_courses', parameter)).toEqual({ found: false, courses: [] });
    expect(await on.call('sync_user_roles', `${parameter}&discord_roles[0]=${STUDENT_ROLE}`)).toEqual({
      success: false,
      enrolled: 0,
      unenrolled: 0,
      errors: 1,
      changes: [],
      session_invalidated: false,
    });
  });

  test('synchronises a user with the roles that it is given, and ends the sessions of who loses a course', async () => {
    const none = { success: true, enrolled: 0, unenrolled: 0, errors: 0, changes: [], session_invalidated: false };
    expect(await on.sync(STUDENT_ROLE, '424242424242424242')).toEqual({ ...none, enrolled: 1, changes: [enrolled] });
    expect(await on.call('get_user_courses', `&discord_id=${JOHN}`)).toEqual({
      found: true,
      courses: [
        { id: on.programming, shortname: 'PROG101', fullname: 'Introduction to Programming', roles: ['Student'] },
      ],
    });
    site.clock.advanceSeconds(1);
    expect(await on.sync(STUDENT_ROLE, STUDENT_ROLE)).toEqual(none);

    const browser = await site.browserOf(on.john);
    site.clock.advanceSeconds(1);
    expect(await on.sync('')).toEqual({
      ...none,
      unenrolled: 1,
      changes: [{ ...enrolled, action: 'unenrolled' }],
      session_invalidated: true,
    });
    expect((await browser.session()).user).toBeNull();
    expect(await on.call('get_user_courses', `&discord_id=${JOHN}`)).toEqual({ found: true, courses: [] });
  });

  test.each([
    ['absent', ''],
    ['the empty string', '&discord_roles='],
    ['an empty element', '&discord_roles[]='],
  ])('takes %s for "no roles"', async (_, roles) => {
    site.clock.advanceSeconds(1);
    await on.sync(STUDENT_ROLE);
    site.clock.advanceSeconds(1);
    expect(await on.call('sync_user_roles', `&discord_id=${JOHN}${roles}`)).toMatchObject({ unenrolled: 1 });
  });

  describe('takes no access away for roles that it did not understand', () => {
    const current = { success: true, enrolled: 0, unenrolled: 0, errors: 0, changes: [], session_invalidated: false };
    const routing = (): string =>
      `wstoken=${on.token}&wsfunction=local_pulsetech_discord_sync_user_roles&moodlewsrestformat=json&discord_id=${JOHN}`;
    const post = async (body: string, type: string, method = 'POST'): Promise<unknown> => {
      const address = `${site.origin}/webservice/rest/server.php?${routing()}`;
      return (await fetch(address, { method, body, headers: { 'content-type': type } })).json();
    };

    beforeEach(async () => {
      site.clock.advanceSeconds(1);
      await on.sync(STUDENT_ROLE);
      site.clock.advanceSeconds(1);
    });
    afterEach(async () => {
      expect(await on.sync(STUDENT_ROLE)).toEqual(current);
    });
    afterAll(async () => {
      site.clock.advanceSeconds(1);
      await on.sync();
    });

    test.each([
      ['a name', 'Student'],
      ['16 digits', '1'.repeat(16)],
      ['21 digits', '1'.repeat(21)],
      ['a space before', ` ${STUDENT_ROLE}`],
      ['several in one', `${STUDENT_ROLE},${PREMIUM_ROLE}`],
      ['other digits', '１'.repeat(18)],
    ])('a role that is %s is refused with its position', async (_, role) => {
      const roles = `&discord_roles[0]=${PREMIUM_ROLE}&discord_roles[1]=&discord_roles[2]=${encodeURIComponent(role)}`;
      expect(await on.call('sync_user_roles', `&discord_id=${JOHN}${roles}`)).toEqual({
        exception: 'core\\exception\\invalid_parameter_exception',
        errorcode: 'invalidparameter',
        message:
          'Invalid parameter value detected (discord_roles: value 3 is no Discord role ID, which has 17 to 20 digits)',
      });
    });

    test.each([
      ['a JSON body', `{"discord_roles":["${STUDENT_ROLE}"]}`, 'application/json', 'POST'],
      ['plain text', `discord_roles[0]=${STUDENT_ROLE}`, 'text/plain', 'POST'],
      ['a form with PUT', `discord_roles[0]=${STUDENT_ROLE}`, 'application/x-www-form-urlencoded', 'PUT'],
      [
        'a nesting too deep',
        `discord_roles${'[0]'.repeat(65)}=${STUDENT_ROLE}`,
        'application/x-www-form-urlencoded',
        'POST',
      ],
    ])('roles in %s are refused with what to send', async (_, body, type, method) => {
      expect(await post(body, type, method)).toEqual({
        exception: 'core\\exception\\invalid_parameter_exception',
        errorcode: 'invalidparameter',
        message: expect.stringContaining('POST request of type application/x-www-form-urlencoded') as string,
      });
    });

    test('roles in a file are refused', async () => {
      const form = new FormData();
      form.set('discord_roles', new Blob([STUDENT_ROLE]), 'roles.txt');
      const address = `${site.origin}/webservice/rest/server.php?${routing()}`;
      const answer: unknown = await (await fetch(address, { method: 'POST', body: form })).json();
      expect(answer).toMatchObject({ errorcode: 'invalidparameter' });
    });
  });

  test('lists the mappings', async () => {
    expect(await on.call('get_role_mappings')).toEqual([
      {
        id: expect.any(Number) as number,
        discord_role_id: STUDENT_ROLE,
        discord_role_name: 'Student Access',
        courseid: on.programming,
        course_name: 'Introduction to Programming',
        roleid: STUDENT,
        role_name: 'Student',
      },
      expect.objectContaining({ discord_role_id: PREMIUM_ROLE, courseid: on.advanced }) as object,
    ]);
  });

  test('answers in XML unless asked for JSON', async () => {
    const response = await on.send(
      `wstoken=${on.token}&wsfunction=local_pulsetech_discord_get_user_by_discord_id&discord_id=9`,
    );
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(await response.text()).toContain('<KEY name="found"><VALUE>0</VALUE>\n</KEY>');
  });

  test('is reached with GET and with anything behind the address, and sets no cookie', async () => {
    const query = `wstoken=${on.token}&wsfunction=local_pulsetech_discord_get_role_mappings&moodlewsrestformat=json`;
    const response = await fetch(`${site.origin}/webservice/rest/server.php/v1?${query}`);
    expect(await response.json()).toHaveLength(2);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  test('changes nothing without a valid licence, and says what to do', async () => {
    site.billing.licence = 'licence_revoked';
    await site.app.get(LicenseService).verify();
    const answer = await on.sync(STUDENT_ROLE);
    site.billing.licence = 'valid';
    await site.app.get(LicenseService).verify();
    expect(answer).toMatchObject({
      exception: 'core\\exception\\moodle_exception',
      errorcode: 'licenceinvalid',
      message: expect.stringContaining('revoked') as string,
    });
    expect(await on.call('get_user_courses', `&discord_id=${JOHN}`)).toEqual({ found: true, courses: [] });
  });

  describe('refuses', () => {
    const tokenOf = async (user: LmsUser): Promise<string> =>
      (await site.app.get(TokensService).create('x', user.id)).token;
    const refusal = (wstoken: string): Promise<unknown> =>
      on.call('get_user_by_discord_id', `&discord_id=${JOHN}`, wstoken);

    test('an unknown token', async () => {
      expect(await refusal('0'.repeat(32))).toMatchObject({ errorcode: 'invalidtoken' });
    });

    test('the token of somebody who may not use the web service', async () => {
      expect(await refusal(await tokenOf(await site.user()))).toMatchObject({ errorcode: 'accessexception' });
    });

    test('the token of somebody who is suspended or deleted, within seconds', async () => {
      const manager = await site.manager();
      const theirs = await tokenOf(manager);
      expect(await refusal(theirs)).toMatchObject({ found: true });
      await site.suspend(manager);
      site.clock.advanceSeconds(3);
      expect(await refusal(theirs)).toMatchObject({
        errorcode: 'wsaccessusersuspended',
        message: `Refused web service access for suspended username: ${manager.username}`,
      });
      await site.deleteUser(manager);
      site.clock.advanceSeconds(3);
      expect(await refusal(theirs)).toMatchObject({ errorcode: 'invalidtoken' });
    });

    test('a token that was revoked, at once', async () => {
      const manager = await site.manager();
      const theirs = await tokenOf(manager);
      expect(await refusal(theirs)).toMatchObject({ found: true });
      const own = (await site.app.get(TokensService).list()).find(({ owner }) => owner === manager.username);
      await site.app.get(TokensService).revoke(own?.id ?? 0);
      expect(await refusal(theirs)).toMatchObject({ errorcode: 'invalidtoken' });
    });
  });

  test('costs two statements to look up a user while the caller is known', async () => {
    await on.call('get_user_by_discord_id', `&discord_id=${JOHN}`);
    await site.app.get(TokenUse).settled();
    const again = (): Promise<unknown> => on.call('get_user_by_discord_id', `&discord_id=${JOHN}`);
    const { statements } = await countingStatements(site.dataSource, again, { ignore: BESIDE_CALLS });
    expect(statements).toBe(2);
  });
});
