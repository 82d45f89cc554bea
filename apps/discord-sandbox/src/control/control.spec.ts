import { SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId, demoRoles } from '../world/demo-ids.js';

const guild = `/guilds/${demoGuildId}`;
const { studentAccess, premiumMember } = demoRoles;

describe('the control interface', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterAll(() => driver.close());

  it('creates a member, changes only what is named, and deletes it', async () => {
    const path = `${guild}/members/201000000000000001`;
    const created = await driver.control('PUT', path, {
      username: 'zara',
      roles: [studentAccess],
      email: 'z@example.com',
      verified: true,
    });
    expect(created).toMatchObject({ status: 201, body: { username: 'zara', pending: false, discriminator: '0' } });
    const changed = await driver.control('PUT', path, { pending: true, roles: [premiumMember] });
    expect(changed).toMatchObject({ status: 200, body: { username: 'zara', pending: true, roles: [premiumMember] } });
    expect((await driver.bot('GET', path)).body).toMatchObject({ pending: true, roles: [premiumMember] });
    expect((await driver.control('GET', path)).body).toEqual(changed.body);
    expect((await driver.control('PUT', path, changed.body)).body).toEqual(changed.body);
    expect((await driver.control('DELETE', path)).status).toBe(204);
    expect((await driver.bot('GET', path)).body).toMatchObject({ code: 10007 });
    expect((await driver.control('DELETE', path)).status).toBe(404);
  });

  it.each([
    ['an unknown field', { usernme: 'x' }, 'usernme'],
    ['an unknown role', { roles: ['199999999999999999'] }, 'roles'],
    ['@everyone as a role', { roles: [demoGuildId] }, 'roles'],
    ['a wrong type', { pending: 'yes' }, 'pending'],
    ['a wrong avatar', { avatar: 'me.png' }, 'avatar'],
  ])('refuses %s and changes nothing', async (_, body, field) => {
    const path = `${guild}/members/123456789012345678`;
    const before = await driver.control('GET', path);
    const answer = await driver.control('PUT', path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ faults: [expect.stringContaining(field)] });
    expect((await driver.control('GET', path)).body).toEqual(before.body);
  });

  it('answers JSON errors for a bad body, a bad id and an unknown guild', async () => {
    const wrong = [
      await driver.control('PUT', `${guild}/members/201000000000000001`, '{'),
      await driver.control('PUT', `${guild}/members/12`, {}),
      await driver.control('GET', '/guilds/900000000000000777/members/201000000000000001'),
    ];
    expect(wrong.map(({ status }) => status)).toEqual([400, 400, 404]);
    for (const { body } of wrong) expect(body).toMatchObject({ message: expect.any(String) });
  });

  it('refuses pages of other sites that make a browser call it', async () => {
    expect((await driver.control('POST', '/reset', undefined, { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('takes many members at once, as a list or wrapped', async () => {
    const path = `${guild}/members`;
    const some = [
      { id: '201000000000000001', username: 'one' },
      { id: '201000000000000002', roles: [studentAccess] },
    ];
    expect((await driver.control('POST', path, some)).body).toMatchObject({ created: 2, changed: 0 });
    const again = await driver.control('POST', path, { members: [...some, { id: '123456789012345678', roles: [] }] });
    expect(again.body).toMatchObject({ created: 0, changed: 3 });
    expect((await driver.bot('GET', `${guild}/members/123456789012345678`)).body).toMatchObject({ roles: [] });
    expect((await driver.control('POST', path, [{ username: 'nobody' }])).status).toBe(400);
  });

  it('makes 100,000 members and pages through them within seconds', async () => {
    const order = { count: 100_000, roles: [[studentAccess], [studentAccess, premiumMember], []] };
    expect((await driver.control('POST', `${guild}/members`, order)).body).toMatchObject({ created: 100_000 });
    let seen = 0;
    for (let after = '0'; ;) {
      const page = (await driver.bot('GET', `${guild}/members?limit=1000&after=${after}`)).body as {
        user: { id: string };
      }[];
      seen += page.length;
      if (page.length < 1000) break;
      after = page.at(-1)?.user.id ?? '0';
    }
    expect(seen).toBe(100_094);
  }, 20_000);

  it('creates, changes and deletes a role, and strips it from its holders', async () => {
    const path = `${guild}/roles/888888888888888888`;
    const created = await driver.control('PUT', path, { name: 'Beta', position: 3, permissions: '0', color: 1 });
    expect(created).toMatchObject({ status: 201, body: { name: 'Beta', position: 3 } });
    await driver.control('PUT', `${guild}/members/123456789012345678`, {
      roles: ['888888888888888888', studentAccess],
    });
    const shown = await driver.control('GET', path);
    expect(shown.body).toMatchObject({ member_count: 1 });
    expect((await driver.control('PUT', path, shown.body)).status).toBe(200);
    expect((await driver.control('DELETE', path)).status).toBe(204);
    expect((await driver.control('GET', `${guild}/members/123456789012345678`)).body).toMatchObject({
      roles: [studentAccess],
    });
    expect((await driver.control('GET', `${guild}/roles`)).body).toHaveLength(8);
    expect((await driver.control('DELETE', `${guild}/roles/${demoGuildId}`)).status).toBe(400);
  });

  it('keeps users outside any guild and lets them be forgotten', async () => {
    const path = '/users/201000000000000009';
    expect(await driver.control('PUT', path, { username: 'loner', email: 'l@example.com' })).toMatchObject({
      status: 201,
      body: { persona: 'added by hand', verified: false },
    });
    expect((await driver.control('GET', path)).body).toMatchObject({ username: 'loner' });
    expect((await driver.bot('GET', `${guild}/members/201000000000000009`)).body).toMatchObject({ code: 10007 });
    expect((await driver.control('DELETE', path)).status).toBe(204);
    expect((await driver.bot('GET', `${guild}/members/201000000000000009`)).body).toMatchObject({ code: 10013 });
  });

  it('makes a second guild that the bot has joined, and lets the bot be thrown out', async () => {
    const second = '/guilds/900000000000000002';
    expect((await driver.control('PUT', second, { name: 'Night School' })).status).toBe(201);
    expect((await driver.control('PUT', `${second}/members/123456789012345678`, {})).status).toBe(201);
    expect((await driver.bot('GET', second)).body).toMatchObject({ name: 'Night School' });
    expect((await driver.bot('POST', `${second}/roles`, { name: 'Owls', permissions: '0' })).status).toBe(200);
    expect((await driver.control('DELETE', second)).status).toBe(204);
    expect((await driver.bot('GET', second)).body).toMatchObject({ code: 10004 });
  });

  it('counts the requests to each route until told to start anew', async () => {
    await driver.bot('GET', `${guild}/roles`);
    await driver.bot('GET', `${guild}/members/123456789012345678`);
    await driver.bot('GET', `${guild}/members/200000000000000001`);
    expect((await driver.control('GET', '/requests')).body).toEqual({
      'GET /guilds/:guild/members/:user': 2,
      'GET /guilds/:guild/roles': 1,
    });
    await driver.control('DELETE', '/requests');
    expect((await driver.control('GET', '/requests')).body).toEqual({});
  });

  it('tells its listeners of every real change, and of a deleted role once', async () => {
    const told: string[] = [];
    const { events } = driver.sandbox.world;
    events.on('memberAdd', (_, member) => told.push(`add ${member.user.id}`));
    events.on('memberUpdate', (_, member) => told.push(`update ${member.user.id}`));
    events.on('memberRemove', (_, user) => told.push(`remove ${user.id}`));
    events.on('roleDelete', (_, role) => told.push(`role ${role}`));
    await driver.control('PUT', `${guild}/members/201000000000000001`, {});
    await driver.bot('PUT', `${guild}/members/201000000000000001/roles/${studentAccess}`);
    await driver.bot('PUT', `${guild}/members/201000000000000001/roles/${studentAccess}`);
    await driver.control('DELETE', `${guild}/members/201000000000000001`);
    await driver.bot('DELETE', `${guild}/roles/${studentAccess}`);
    events.removeAllListeners();
    const id = '201000000000000001';
    expect(told).toEqual([`add ${id}`, `update ${id}`, `remove ${id}`, `role ${studentAccess}`]);
  });

  it('gives a role to many and takes it from many', async () => {
    const order = { count: 500, startId: '410000000000000001', roles: [studentAccess] };
    await driver.control('POST', `${guild}/members`, order);
    const ids = Array.from({ length: 200 }, (_, n) => String(410000000000000001n + BigInt(n)));
    const counts = async () => (await driver.bot('GET', `${guild}/roles/member-counts`)).body as Record<string, number>;
    const before = await counts();
    const path = `${guild}/roles/${premiumMember}/members`;
    const premium = before[premiumMember] ?? 0;
    expect((await driver.control('POST', path, { give: ids })).body).toEqual({ member_count: premium + 200 });
    const members = `${guild}/members?limit=2&after=410000000000000000`;
    expect((await driver.bot('GET', members)).body).toMatchObject([{ roles: [studentAccess, premiumMember] }, {}]);
    await driver.control('POST', path, { take: ids });
    expect(await counts()).toEqual(before);
    expect((await driver.bot('GET', members)).body).toMatchObject([{ roles: [studentAccess] }, {}]);
    for (const body of [{ give: ['410000000000009999'] }, { give: 'all' }, { gives: [] }]) {
      expect((await driver.control('POST', path, body)).status).toBe(400);
    }
  });

  it('shows at once, in a list, what was changed about a person', async () => {
    const list = `${guild}/members?limit=1&after=123456789012345677`;
    await driver.bot('GET', list);
    await driver.control('PUT', '/users/123456789012345678', { username: 'johnny' });
    expect((await driver.bot('GET', list)).body).toMatchObject([{ user: { username: 'johnny' } }]);
    await driver.control('PUT', `${guild}/members/123456789012345678`, { pending: true });
    expect((await driver.bot('GET', list)).body).toMatchObject([{ pending: true }]);
    await driver.control('DELETE', `${guild}/roles/${studentAccess}`);
    expect((await driver.bot('GET', list)).body).toMatchObject([{ roles: [] }]);
  });
});
