import { schemaFaults } from '../../test/discord-schemas.js';
import { client, SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId, demoRoles } from '../world/demo-ids.js';

const guild = `/guilds/${demoGuildId}`;
const john = '123456789012345678';

interface MemberBody {
  readonly user: { readonly id: string };
  readonly roles: readonly string[];
  readonly joined_at: string | null;
}

describe('the guild as the bot sees it', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterAll(() => driver.close());

  const rolesOf = async (user: string) =>
    ((await driver.bot('GET', `${guild}/members/${user}`)).body as MemberBody).roles;

  it('refuses a wrong bot token with the plain 401 of Discord', async () => {
    for (const authorization of ['Bot wrong', `Bearer ${client.botToken}`, client.botToken]) {
      const { status, body } = await driver.as(authorization, guild);
      expect([status, body]).toEqual([401, { message: '401: Unauthorized', code: 0 }]);
      expect(schemaFaults('ErrorResponse', body)).toEqual([]);
    }
  });

  it('describes the guild, its roles and its members as the schemas of Discord demand', async () => {
    const described = await driver.bot('GET', `${guild}?with_counts=true`);
    expect(schemaFaults('GuildWithCountsResponse', described.body)).toEqual([]);
    expect(described.body).toMatchObject({ name: 'PulseTech Community', approximate_member_count: 94 });

    const roles = (await driver.bot('GET', `${guild}/roles`)).body as { id: string }[];
    expect(roles.flatMap((role) => schemaFaults('GuildRoleResponse', role))).toEqual([]);
    const role = await driver.bot('GET', `${guild}/roles/${demoRoles.studentAccess}`);
    expect(role.body).toMatchObject({ id: '111111111111111111', name: 'Student Access' });
    expect(roles).toContainEqual(role.body);

    const members = (await driver.bot('GET', `${guild}/members?limit=1000`)).body as MemberBody[];
    expect(members.flatMap((member) => schemaFaults('GuildMemberResponse', member))).toEqual([]);
    expect(members.some((member) => member.joined_at === null)).toBe(true);
    expect(members.some((member) => member.roles.includes(demoGuildId))).toBe(false);
  });

  it('counts the members of each role, @everyone left out', async () => {
    const members = (await driver.bot('GET', `${guild}/members?limit=1000`)).body as MemberBody[];
    const counts = (await driver.bot('GET', `${guild}/roles/member-counts`)).body as Record<string, number>;
    expect(counts[demoGuildId]).toBeUndefined();
    for (const id of Object.values(demoRoles)) {
      expect(counts[id]).toBe(members.filter((member) => member.roles.includes(id)).length);
    }
  });

  it('gives one member by default and pages by ascending id after the last one seen', async () => {
    expect((await driver.bot('GET', `${guild}/members`)).body).toHaveLength(1);
    const seen: string[] = [];
    for (let after = '0'; ;) {
      const page = (await driver.bot('GET', `${guild}/members?limit=30&after=${after}`)).body as MemberBody[];
      seen.push(...page.map((member) => member.user.id));
      if (page.length < 30) break;
      after = seen.at(-1) ?? '0';
    }
    expect(seen).toHaveLength(94);
    expect(seen).toEqual([...new Set(seen)].sort((left, right) => (BigInt(left) < BigInt(right) ? -1 : 1)));
  });

  it.each([
    ['limit=0', 'limit', 'NUMBER_TYPE_MIN'],
    ['limit=1001', 'limit', 'NUMBER_TYPE_MAX'],
    ['limit=many', 'limit', 'NUMBER_TYPE_COERCE'],
    ['after=abc', 'after', 'NUMBER_TYPE_COERCE'],
    ['after=9223372036854775808', 'after', 'NUMBER_TYPE_MAX'],
  ])('refuses the page %s as an invalid form', async (query, field, code) => {
    const { status, body } = await driver.bot('GET', `${guild}/members?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 50035, errors: { [field]: { _errors: [{ code }] } } });
    expect(schemaFaults('ErrorResponse', body)).toEqual([]);
  });

  it.each([
    [`${guild}/members/200000000000000005`, 404, 10007],
    [`${guild}/members/299999999999999999`, 404, 10013],
    ['/guilds/900000000000000999', 404, 10004],
    ['/guilds/900000000000000999/members/123456789012345678', 404, 10004],
    [`${guild}/roles/199999999999999999`, 404, 10011],
    [`${guild}/members/abc`, 400, 50035],
  ])('answers GET %s with %i and code %i', async (path, status, code) => {
    const answer = await driver.bot('GET', path);
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
    expect(schemaFaults('ErrorResponse', answer.body)).toEqual([]);
  });

  it('gives and takes a role, and does either again without complaint', async () => {
    const path = `${guild}/members/${john}/roles/${demoRoles.alumni}`;
    for (const method of ['PUT', 'PUT']) expect((await driver.bot(method, path)).status).toBe(204);
    expect(await rolesOf(john)).toEqual([demoRoles.studentAccess, demoRoles.alumni]);
    for (const method of ['DELETE', 'DELETE']) expect((await driver.bot(method, path)).status).toBe(204);
    expect(await rolesOf(john)).toEqual([demoRoles.studentAccess]);
  });

  it.each([
    ['a role above its own', demoRoles.administrators],
    ['its own role', demoRoles.bot],
    ['a managed role', demoRoles.booster],
    ['@everyone', demoGuildId],
  ])('does not let the bot give %s', async (_, role) => {
    const { status, body } = await driver.bot('PUT', `${guild}/members/${john}/roles/${role}`);
    expect([status, body]).toEqual([403, { message: 'Missing Permissions', code: 50013 }]);
  });

  it('puts a new role at position 1 with the permissions of @everyone unless told otherwise', async () => {
    const plain = await driver.bot('POST', `${guild}/roles`);
    expect(schemaFaults('GuildRoleResponse', plain.body)).toEqual([]);
    const everyone = await driver.bot('GET', `${guild}/roles/${demoGuildId}`);
    const { permissions } = everyone.body as { permissions: string };
    expect(plain.body).toMatchObject({ name: 'new role', position: 1, permissions, managed: false });
    const bare = await driver.bot('POST', `${guild}/roles`, { name: 'Graduates', permissions: '0', color: 255 });
    expect(bare.body).toMatchObject({ name: 'Graduates', permissions: '0', colors: { primary_color: 255 } });
    expect((bare.body as { id: string }).id).toMatch(/^\d{17,19}$/);
  });

  it('refuses a role form with every fault of it', async () => {
    const form = { name: 'x'.repeat(101), permissions: 'all', hoist: 'yes', color: -1 };
    const { status, body } = await driver.bot('POST', `${guild}/roles`, form);
    expect(status).toBe(400);
    expect(Object.keys((body as { errors: object }).errors).sort()).toEqual(['color', 'hoist', 'name', 'permissions']);
    expect(schemaFaults('ErrorResponse', body)).toEqual([]);
    expect((await driver.bot('POST', `${guild}/roles`, '{')).body).toMatchObject({ code: 50109 });
  });

  it('does not let the bot hand out permissions that it lacks', async () => {
    expect((await driver.bot('POST', `${guild}/roles`, { permissions: '8' })).body).toMatchObject({ code: 50013 });
  });

  it('stops at 250 roles with 30005', async () => {
    const roles = (await driver.bot('GET', `${guild}/roles`)).body as unknown[];
    for (let count = roles.length; count < 250; count += 1) {
      expect((await driver.bot('POST', `${guild}/roles`, { permissions: '0' })).status).toBe(200);
    }
    expect((await driver.bot('POST', `${guild}/roles`, { permissions: '0' })).body).toMatchObject({ code: 30005 });
  });

  it('changes a role and keeps what was not named', async () => {
    const path = `${guild}/roles/${demoRoles.alumni}`;
    const { body } = await driver.bot('PATCH', path, { name: 'Old hands' });
    expect(body).toMatchObject({ name: 'Old hands', color: 0x95a5a6 });
    expect((await driver.bot('PATCH', `${guild}/roles/${demoRoles.administrators}`, { name: 'x' })).body).toMatchObject(
      {
        code: 50013,
      },
    );
  });

  it('takes a deleted role from everybody who had it', async () => {
    expect((await driver.bot('DELETE', `${guild}/roles/${demoRoles.studentAccess}`)).status).toBe(204);
    expect(await rolesOf(john)).toEqual([]);
    expect((await driver.bot('DELETE', `${guild}/roles/${demoRoles.studentAccess}`)).body).toMatchObject({
      code: 10011,
    });
    expect((await driver.bot('DELETE', `${guild}/roles/${demoRoles.booster}`)).body).toMatchObject({ code: 50013 });
  });

  it('answers unknown paths and methods in the shape of Discord', async () => {
    expect(await driver.bot('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 0 } });
    expect(await driver.bot('PUT', `${guild}/roles`)).toMatchObject({ status: 405, body: { code: 0 } });
  });
});
