import moodleClient, { type Client } from 'moodle-client';
import { ACCOUNTS, DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { RunningProduct } from './harness/running-product.js';
import { SiteAdmin } from './harness/site-admin.js';

/** The service that has all functions of this product. */
const SERVICE = 'local_pulsetech_discord';
const PREFIX = 'local_pulsetech_discord';

let product: RunningProduct;
let token: string;
let client: Client;

beforeAll(async () => {
  product = await RunningProduct.start();
  const { client: admin } = await SiteAdmin.signIn(product.url);
  ({ token } = (await admin.post<{ token: string }>('/api/v1/tokens', { name: 'moodle-client' })).body);
  client = await moodleClient.init({ wwwroot: product.url, token });
});

describe('the npm package moodle-client, used as its documentation says', () => {
  it('greets the person whose token it has', async () => {
    expect(await client.call({ wsfunction: 'core_webservice_get_site_info' })).toMatchObject({
      username: 'admin',
      sitename: expect.any(String) as string,
      siteurl: product.url,
    });
  });

  it('is told the functions that the token reaches, the four of this product among them', async () => {
    const info = await client.call({ wsfunction: 'core_webservice_get_site_info' });
    const { functions } = info as { functions: { name: string }[] };

    expect(functions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        ['get_user_by_discord_id', 'sync_user_roles', 'get_user_courses', 'get_role_mappings'].map(
          (name) => `${PREFIX}_${name}`,
        ),
      ),
    );
  });

  it('finds a user by Discord id', async () => {
    expect(
      await client.call({ wsfunction: `${PREFIX}_get_user_by_discord_id`, args: { discord_id: DISCORD_IDS.john } }),
    ).toMatchObject({ found: true, username: 'jsmith', email: 'jsmith@example.com' });
  });

  it('lists the role mappings and the courses of a user', async () => {
    expect(await client.call({ wsfunction: `${PREFIX}_get_role_mappings` })).toHaveLength(3);
    expect(
      await client.call({ wsfunction: `${PREFIX}_get_user_courses`, args: { discord_id: DISCORD_IDS.john } }),
    ).toMatchObject({ found: true, courses: [{ shortname: 'PROG101', roles: ['Student'] }] });
  });

  it('synchronises roles that it sends as a list in a form', async () => {
    const sync = (roles: readonly string[]) =>
      client.call({
        wsfunction: `${PREFIX}_sync_user_roles`,
        method: 'POST',
        args: { discord_id: DISCORD_IDS.john, discord_roles: roles },
      });

    expect(await sync([DISCORD_ROLES.studentAccess, DISCORD_ROLES.premiumMember])).toMatchObject({
      success: true,
      enrolled: 1,
      changes: [{ action: 'enrolled', course: 'Advanced Topics', role: 'Student' }],
    });
    expect(await sync([DISCORD_ROLES.studentAccess])).toMatchObject({ success: true, unenrolled: 1 });
  });

  it('can send an empty list, which this product takes for no roles', async () => {
    const args = { discord_id: DISCORD_IDS.outsider, discord_roles: [] };

    expect(await client.call({ wsfunction: `${PREFIX}_sync_user_roles`, method: 'POST', args })).toMatchObject({
      success: false,
      errors: 1,
    });
  });

  it('calls the functions of Moodle that lie around them', async () => {
    const users = await client.call({
      wsfunction: 'core_user_get_users_by_field',
      args: { field: 'username', values: ['jsmith', 'maria'] },
    });
    expect((users as { username: string }[]).map(({ username }) => username).sort()).toEqual(['jsmith', 'maria']);

    const [{ id } = { id: 0 }] = users as { id: number }[];
    const courses = await client.call({ wsfunction: 'core_enrol_get_users_courses', args: { userid: id } });
    expect(courses).toEqual(
      expect.arrayContaining([expect.objectContaining({ shortname: expect.any(String) as string })]),
    );
  });

  it('sends its settings, which change nothing here', async () => {
    const call = { wsfunction: `${PREFIX}_get_role_mappings` };
    const settings = { raw: true, fileurl: false, filter: true };

    expect(await client.call({ ...call, settings })).toEqual(await client.call(call));
  });

  it('gets what is wrong as an answer, as from Moodle', async () => {
    expect(await client.call({ wsfunction: 'core_no_such_function' })).toMatchObject({ errorcode: 'invalidrecord' });
    expect(await client.call({ wsfunction: `${PREFIX}_get_user_by_discord_id` })).toMatchObject({
      exception: 'core\\exception\\invalid_parameter_exception',
      errorcode: 'invalidparameter',
    });
    const stranger = await moodleClient.init({ wwwroot: product.url, token: 'f'.repeat(32) });
    expect(await stranger.call({ wsfunction: 'core_webservice_get_site_info' })).toMatchObject({
      errorcode: 'invalidtoken',
    });
  });
});

describe('moodle-client with a name and a password', () => {
  const signIn = (username: string, password: string, service?: string) =>
    moodleClient.init({ wwwroot: product.url, username, password, ...(service ? { service } : {}) });
  const { username, password } = ACCOUNTS.admin;

  it('gets a token at login/token.php, the same every time, and calls with it', async () => {
    const mine = await signIn(username, password, SERVICE);

    expect(mine.token).toMatch(/^[0-9a-f]{32}$/);
    expect((await signIn(username, password, SERVICE)).token).toBe(mine.token);
    expect(await mine.call({ wsfunction: 'core_webservice_get_site_info' })).toMatchObject({ username });
  });

  it('is told that the password is wrong', async () => {
    await expect(signIn(username, 'wrong', SERVICE)).rejects.toThrow('Invalid login');
  });

  it('is told that a service does not exist, as the mobile app’s, which it asks for by itself', async () => {
    await expect(signIn(username, password)).rejects.toThrow('Web service is not available');
  });

  it('is told when the person may not make tokens', async () => {
    await expect(signIn(ACCOUNTS.maria.username, ACCOUNTS.maria.password, SERVICE)).rejects.toThrow(
      'No permission to create web service token',
    );
  });
});
