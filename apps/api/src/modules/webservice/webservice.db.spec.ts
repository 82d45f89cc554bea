import { connect } from 'node:net';
import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { LinksRepository } from '../linking/links.repository.js';
import type { LmsUser } from '../lms/lms.port.js';
import { MappingRowsRepository } from '../mappings/mapping-rows.repository.js';
import { TokensService } from './tokens.service.js';

const STUDENT_ROLE = '111111111111111111';
const PREMIUM_ROLE = '222222222222222222';
const JOHN = '123456789012345678';
const STUDENT = 5;

describe('The web service', () => {
  let site: SiteFixture;
  let admin: LmsUser;
  let john: LmsUser;
  let token: string;
  let programming: number;
  let advanced: number;

  beforeAll(async () => {
    site = await SiteFixture.start();
    admin = await site.manager({ username: 'admin' });
    john = await site.user({
      username: 'jsmith',
      firstname: 'John',
      lastname: 'Smith',
      email: 'jsmith@example.com',
    });
    token = (await site.app.get(TokensService).create('bot', admin.id)).token;
    const links = site.app.get(LinksRepository);
    await links.insert({ userId: john.id, discordId: JOHN, username: 'john#1234', avatar: null, tokens: null });
    await links.touchSynced([john.id], 1704067200);
    programming = (await site.course('PROG101', 'Introduction to Programming')).id;
    advanced = (await site.course('PROG201', 'Advanced Topics')).id;
    const mappings = site.app.get(MappingRowsRepository);
    for (const [discordRoleId, discordRoleName, courseId] of [
      [STUDENT_ROLE, 'Student Access', programming],
      [PREMIUM_ROLE, 'Premium Member', advanced],
    ] as const) {
      await mappings.insert({ discordRoleId, discordRoleName, courseId, roleId: STUDENT, cohortId: null });
    }
  }, 120_000);
  closeAfterAll(() => site);

  const send = (form: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${site.origin}/webservice/rest/server.php`, {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const call = async (name: string, parameters = '', wstoken = token): Promise<unknown> => {
    const routing = `wstoken=${wstoken}&wsfunction=local_pulsetech_discord_${name}&moodlewsrestformat=json`;
    const response = await send(`${routing}${parameters}`);
    expect(response.status).toBe(200);
    return response.json();
  };
  const sync = (...roles: string[]): Promise<unknown> =>
    call('sync_user_roles', `&discord_id=${JOHN}${roles.map((role, i) => `&discord_roles[${i}]=${role}`).join('')}`);
  const enrolled = { action: 'enrolled', course: 'Introduction to Programming', role: 'Student' };

  test('answers the documented request of a bot as documented', async () => {
    expect(await call('get_user_by_discord_id', `&discord_id=${JOHN}`)).toEqual({
      found: true,
      userid: john.id,
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
    const response = await send(
      `wsfunction=local_pulsetech_discord_get_user_by_discord_id&moodlewsrestformat=json&discord_id=${JOHN}`,
      { authorization: `Bearer ${token}` },
    );
    expect(await response.json()).toMatchObject({ found: true });
  });

  test.each(['999', '', "1' OR '1'='1", '９９９'])('finds nobody for %j', async (id) => {
    const parameter = `&discord_id=${encodeURIComponent(id)}`;
    expect(await call('get_user_by_discord_id', parameter)).toEqual({ found: false });
    expect(await call('get_user_courses', parameter)).toEqual({ found: false, courses: [] });
    expect(await call('sync_user_roles', `${parameter}&discord_roles[0]=${STUDENT_ROLE}`)).toEqual({
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
    expect(await sync(STUDENT_ROLE, '424242424242424242')).toEqual({ ...none, enrolled: 1, changes: [enrolled] });
    expect(await call('get_user_courses', `&discord_id=${JOHN}`)).toEqual({
      found: true,
      courses: [{ id: programming, shortname: 'PROG101', fullname: 'Introduction to Programming', roles: ['Student'] }],
    });
    site.clock.advanceSeconds(1);
    expect(await sync(STUDENT_ROLE, STUDENT_ROLE)).toEqual(none);

    const browser = await site.browserOf(john);
    site.clock.advanceSeconds(1);
    expect(await sync('')).toEqual({
      ...none,
      unenrolled: 1,
      changes: [{ ...enrolled, action: 'unenrolled' }],
      session_invalidated: true,
    });
    expect((await browser.session()).user).toBeNull();
    expect(await call('get_user_courses', `&discord_id=${JOHN}`)).toEqual({ found: true, courses: [] });
  });

  test.each([
    ['absent', ''],
    ['the empty string', '&discord_roles='],
    ['an empty element', '&discord_roles[]='],
  ])('takes %s for "no roles"', async (_, roles) => {
    site.clock.advanceSeconds(1);
    await sync(STUDENT_ROLE);
    site.clock.advanceSeconds(1);
    expect(await call('sync_user_roles', `&discord_id=${JOHN}${roles}`)).toMatchObject({ unenrolled: 1 });
  });

  describe('takes no access away for roles that it did not understand', () => {
    const current = { success: true, enrolled: 0, unenrolled: 0, errors: 0, changes: [], session_invalidated: false };
    const routing = (): string =>
      `wstoken=${token}&wsfunction=local_pulsetech_discord_sync_user_roles&moodlewsrestformat=json&discord_id=${JOHN}`;
    const post = async (body: string, type: string, method = 'POST'): Promise<unknown> => {
      const address = `${site.origin}/webservice/rest/server.php?${routing()}`;
      return (await fetch(address, { method, body, headers: { 'content-type': type } })).json();
    };

    beforeEach(async () => {
      site.clock.advanceSeconds(1);
      await sync(STUDENT_ROLE);
      site.clock.advanceSeconds(1);
    });
    afterEach(async () => {
      expect(await sync(STUDENT_ROLE)).toEqual(current);
    });
    afterAll(async () => {
      site.clock.advanceSeconds(1);
      await sync();
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
      expect(await call('sync_user_roles', `&discord_id=${JOHN}${roles}`)).toEqual({
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
    expect(await call('get_role_mappings')).toEqual([
      {
        id: expect.any(Number) as number,
        discord_role_id: STUDENT_ROLE,
        discord_role_name: 'Student Access',
        courseid: programming,
        course_name: 'Introduction to Programming',
        roleid: STUDENT,
        role_name: 'Student',
      },
      expect.objectContaining({ discord_role_id: PREMIUM_ROLE, courseid: advanced }) as object,
    ]);
  });

  test('answers in XML unless asked for JSON', async () => {
    const response = await send(
      `wstoken=${token}&wsfunction=local_pulsetech_discord_get_user_by_discord_id&discord_id=9`,
    );
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(await response.text()).toContain('<KEY name="found"><VALUE>0</VALUE>\n</KEY>');
  });

  test('is reached with GET and with anything behind the address, and sets no cookie', async () => {
    const query = `wstoken=${token}&wsfunction=local_pulsetech_discord_get_role_mappings&moodlewsrestformat=json`;
    const response = await fetch(`${site.origin}/webservice/rest/server.php/v1?${query}`);
    expect(await response.json()).toHaveLength(2);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  test('changes nothing without a valid licence, and says what to do', async () => {
    site.billing.licence = 'licence_revoked';
    const { LicenseService } = await import('../license/license.service.js');
    await site.app.get(LicenseService).verify();
    const answer = await sync(STUDENT_ROLE);
    site.billing.licence = 'valid';
    await site.app.get(LicenseService).verify();
    expect(answer).toMatchObject({
      exception: 'core\\exception\\moodle_exception',
      errorcode: 'licenceinvalid',
      message: expect.stringContaining('revoked') as string,
    });
    expect(await call('get_user_courses', `&discord_id=${JOHN}`)).toEqual({ found: true, courses: [] });
  });

  describe('refuses', () => {
    const tokenOf = async (user: LmsUser): Promise<string> =>
      (await site.app.get(TokensService).create('x', user.id)).token;
    const refusal = (wstoken: string): Promise<unknown> =>
      call('get_user_by_discord_id', `&discord_id=${JOHN}`, wstoken);

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
    await call('get_user_by_discord_id', `&discord_id=${JOHN}`);
    let statements = 0;
    const logger = site.dataSource.logger;
    site.dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
      logQuery: () => void statements++,
    });
    await call('get_user_by_discord_id', `&discord_id=${JOHN}`);
    site.dataSource.logger = logger;
    expect(statements).toBe(2);
  });

  test('writes one line for each call: function, outcome, time and token, and nothing that was sent', async () => {
    const lines = async (work: () => Promise<unknown>): Promise<string[]> => {
      const from = site.log.length;
      await work();
      const entries = site.log.slice(from).map((line) => JSON.parse(line) as { level: string; msg: string });
      return entries.filter(({ level }) => level === 'info').map(({ msg }) => msg);
    };
    const name = 'local_pulsetech_discord_get_user_by_discord_id';
    expect(await lines(() => call('get_user_by_discord_id', `&discord_id=${JOHN}`))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: ok, \\d+ ms, by token \\d+ \\(bot\\)$`)) as string,
    ]);
    expect(await lines(() => call('get_user_by_discord_id', `&discord_id[]=${JOHN}`))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: invalidparameter, \\d+ ms, by token \\d+ \\(bot\\)$`)) as string,
    ]);
    expect(await lines(() => call(`${JOHN}`, '', 'x'))).toEqual([
      expect.stringMatching(/^unknown function: invalidtoken, \d+ ms, by nobody known$/) as string,
    ]);
  });

  test('notes an upload that its sender gives up, and does not call it an error', async () => {
    const from = site.log.length;
    const { port } = new URL(site.origin);
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('POST /webservice/rest/server.php HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () =>
        socket.destroy(),
      );
    });
    while (!site.log.slice(from).join('').includes('given up')) await new Promise((done) => setTimeout(done, 5));
    const levels = site.log.slice(from).map((line) => (JSON.parse(line) as { level: string }).level);
    expect(levels).toEqual(['debug']);
  });

  test('tells in the log what was wrong with a call, which the caller is not told', async () => {
    expect(await call('get_user_by_discord_id')).toMatchObject({ message: 'Invalid parameter value detected' });
    expect(site.log.join('').includes('Missing required key in single structure: discord_id')).toBe(true);
  });

  test('keeps tokens and addresses out of the log, at its finest level too', async () => {
    await call('get_user_by_discord_id', `&discord_id=${JOHN}`);
    const log = site.log.join('');
    expect(log.includes('get_user_by_discord_id')).toBe(true);
    expect(log.includes(token)).toBe(false);
    expect(log.includes('jsmith@example.com')).toBe(false);
  });
});
