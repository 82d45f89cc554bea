import { until } from '@pulsetech/testing';
import { BillingUnderTest, type IssuedLicence, type JsonAnswer } from '../../../test/billing-under-test.js';
import { ANNA, CLIENT_ID, GUILD, JOHN, type Answer } from '../../../test/fake-discord.js';
import { GuildRolesService } from './guild-roles.service.js';
import { RoleCreationEntity } from './role-creation.entity.js';

const ROLES = `/guilds/${GUILD}/roles`;
const refusal = (status: number, code: number): Answer => ({ status, body: { message: 'Refused', code } });

describe('the guild of a licence', () => {
  let billing: BillingUnderTest;
  let licence: IssuedLicence;

  beforeEach(async () => {
    billing = await BillingUnderTest.start();
    licence = await billing.issue();
  }, 120_000);
  afterEach(() => billing.stop());

  const roles = () => billing.call('GET', '/v1/guild/roles', { key: licence.key });
  const create = (name: string, idempotencyKey: string, key = licence.key) =>
    billing.call('POST', '/v1/guild/roles', { key, json: { name }, headers: { 'idempotency-key': idempotencyKey } });
  const lookup = (ids: unknown) =>
    billing.call('POST', '/v1/guild/members/lookup', { key: licence.key, json: { ids } });
  const named = (name: string): number => billing.discord.roles.filter((role) => role.name === name).length;
  const posts = (): number => billing.discord.calls.filter((call) => call === `POST ${ROLES}`).length;

  it('reads its roles once for requests of the same moment, and again for whoever must know what was deleted since', async () => {
    await roles();
    billing.discord.roles.splice(
      billing.discord.roles.findIndex((role) => role.name === 'Premium Member'),
      1,
    );
    const names = ({ body }: JsonAnswer) => (body['roles'] as { name: string }[]).map(({ name }) => name);
    const anew = { key: licence.key, headers: { 'cache-control': 'no-cache' } };

    expect(names(await roles())).toContain('Premium Member');
    expect(names(await billing.call('GET', '/v1/guild/roles', anew))).not.toContain('Premium Member');
    expect(names(await roles())).not.toContain('Premium Member');
  });

  it('reads its roles anew once for all who ask while a reading is under way, after that, and says when', async () => {
    const readings = (): number => billing.discord.calls.filter((call) => call === `GET ${ROLES}`).length;
    const anew = () =>
      billing.call('GET', '/v1/guild/roles', { key: licence.key, headers: { 'cache-control': 'no-cache' } });
    await roles();
    const begun = readings();
    const asked = jest.spyOn(billing.app.get(GuildRolesService), 'list');
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    billing.discord.gate = (call) => (call === `GET ${ROLES}` ? held : undefined);
    const first = anew();
    await until('the first reading is under way', () => readings() === begun + 1);
    billing.clock.advanceSeconds(1);
    const others = Array.from({ length: 20 }, anew);
    await until('all have asked', () => asked.mock.calls.length === others.length + 1);
    billing.discord.gate = () => undefined;
    goOn();
    await first;
    for (const { status, body } of await Promise.all(others)) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ receivedAt: billing.clock.nowMs(), readAt: billing.clock.nowMs() });
    }
    expect(readings()).toBe(begun + 2);
  });

  it('lists its roles, the highest first, and of two at one height the older', async () => {
    const { status, body } = await roles();
    expect(status).toBe(200);
    expect(body).toMatchObject({ guild: { id: GUILD, name: 'Demo guild' } });
    expect(body['roles']).toEqual([
      {
        id: '333333333333333333',
        name: 'Course Creator',
        position: 2,
        color: 0,
        managed: true,
        reachable: false,
        everyone: false,
      },
      {
        id: '111111111111111111',
        name: 'Student Access',
        position: 1,
        color: 255,
        managed: false,
        reachable: true,
        everyone: false,
      },
      {
        id: '222222222222222222',
        name: 'Premium Member',
        position: 1,
        color: 0,
        managed: false,
        reachable: true,
        everyone: false,
      },
      { id: GUILD, name: '@everyone', position: 0, color: 0, managed: false, reachable: null, everyone: true },
    ]);
  });

  it('is read once for requests of the same moment', async () => {
    await Promise.all([roles(), roles(), roles()]);
    expect(billing.discord.calls.filter((call) => call === `GET ${ROLES}`)).toHaveLength(1);
  });

  it('asks for the bot’s own place among the roles once, and says where that could not be read', async () => {
    const own = `GET /guilds/${GUILD}/members/${CLIENT_ID}`;
    billing.discord.fault = (call) => (call === own ? { status: 500 } : undefined);
    const reachable = ({ body }: JsonAnswer): unknown[] =>
      (body['roles'] as { reachable: unknown }[]).map((role) => role.reachable);
    expect(reachable(await roles())).toEqual([null, null, null, null]);
    billing.discord.fault = () => undefined;
    expect((await create('VIP', 'request-1')).body).toMatchObject({ role: { reachable: true } });
    billing.discord.calls.length = 0;
    expect(reachable(await roles())).toEqual([false, true, true, true, null]);
    expect(billing.discord.calls).not.toContain(own);
    expect(billing.discord.calls).not.toContain('GET /users/@me');
  });

  it.each([
    [refusal(404, 10004), 502, 'guild_unreadable'],
    [refusal(403, 50001), 502, 'missing_access'],
    [refusal(401, 0), 502, 'discord_unauthorized'],
    [{ status: 503 }, 503, 'discord_unavailable'],
    [{ status: 429, headers: { 'retry-after': '42', 'x-ratelimit-scope': 'user' } }, 429, 'discord_rate_limited'],
  ] as const)('tells what Discord’s %j means', async (answer, status, code) => {
    billing.discord.fault = () => answer;
    for (const refused of [await roles(), await lookup([JOHN])]) {
      expect(refused.status).toBe(status);
      expect(refused.body).toMatchObject({ error: { code } });
      if (status === 503 || status === 429) expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  describe('when a role is created', () => {
    it('gets one without any permission, for which the key stands from then on', async () => {
      const first = await create('VIP', 'request-1');
      expect(first.status).toBe(201);
      expect(billing.discord.roles.find((role) => role.name === 'VIP')).toMatchObject({ permissions: '0' });
      const again = await create('VIP', 'request-1');
      expect(again.body).toEqual(first.body);
      expect(named('VIP')).toBe(1);
      expect((await roles()).body['roles']).toContainEqual(first.body['role']);
    });

    it('gets one, however many ask with the same key at once', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => create('VIP', 'request-1')));
      expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
      expect(named('VIP')).toBe(1);
    });

    it('gets one, when Discord’s answer was lost and the role was made', async () => {
      billing.discord.fault = (call) => (call === `POST ${ROLES}` ? { lost: true } : undefined);
      const { status, body } = await create('VIP', 'request-1');
      expect(status).toBe(201);
      expect(body).toMatchObject({ role: { name: 'VIP' } });
      expect(posts()).toBe(1);
      expect(named('VIP')).toBe(1);
    });

    it('gets one, when the site asks again after Discord was lost altogether', async () => {
      const down = { made: false };
      billing.discord.fault = (call) => {
        if (call === `POST ${ROLES}`) down.made = true;
        return down.made ? { lost: true } : undefined;
      };
      expect(await create('VIP', 'request-1')).toMatchObject({
        status: 503,
        body: { error: { code: 'discord_unavailable' } },
      });
      expect(named('VIP')).toBe(1);
      billing.discord.fault = () => undefined;
      expect((await create('VIP', 'request-1')).status).toBe(201);
      expect(named('VIP')).toBe(1);
      expect(posts()).toBe(1);
    });

    it('gets one, when the first try did not reach Discord', async () => {
      billing.discord.fault = (call) => (call === `POST ${ROLES}` ? { status: 502 } : undefined);
      expect((await create('VIP', 'request-1')).status).toBe(503);
      billing.discord.fault = () => undefined;
      expect((await create('VIP', 'request-1')).status).toBe(201);
      expect(named('VIP')).toBe(1);
    });

    it('takes no role for its own that was there before, or that another request got', async () => {
      const before = await create('VIP', 'request-1');
      billing.discord.fault = (call) => (call === `POST ${ROLES}` ? { status: 502 } : undefined);
      expect((await create('VIP', 'request-2')).status).toBe(503);
      billing.discord.fault = () => undefined;
      const other = await create('VIP', 'request-3');
      const second = await create('VIP', 'request-2');
      const ids = [before, other, second].map(({ body }) => (body['role'] as { id: string }).id);
      expect(new Set(ids).size).toBe(3);
    });

    it('keeps the keys of sites apart', async () => {
      const other = await billing.issue('Other site');
      const [here, there] = [await create('VIP', 'request-1'), await create('VIP', 'request-1', other.key)];
      expect(here.body).not.toEqual(there.body);
    });

    it('may be asked again with the same key once Discord’s reason to refuse is gone', async () => {
      billing.discord.fault = (call) => (call === `POST ${ROLES}` ? refusal(400, 30005) : undefined);
      expect(await create('VIP', 'request-1')).toMatchObject({
        status: 409,
        body: { error: { code: 'role_limit_reached' } },
      });
      billing.discord.fault = () => undefined;
      expect((await create('VIP', 'request-1')).status).toBe(201);
    });

    it('wants a key, a name, and the same name for the same key', async () => {
      expect(await create('VIP', 'short')).toMatchObject({ status: 400 });
      expect(await billing.call('POST', '/v1/guild/roles', { key: licence.key, json: { name: 'VIP' } })).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid_request' } },
      });
      expect(await create('', 'request-1')).toMatchObject({
        status: 400,
        body: { error: { fields: { name: expect.any(String) as string } } },
      });
      await create('VIP', 'request-1');
      expect(await create('Other', 'request-1')).toMatchObject({ status: 400 });
      expect(named('Other')).toBe(0);
    });

    it('writes down what was asked for before Discord is asked', async () => {
      let rows = -1;
      const counted = new Promise<void>((resolve) => {
        billing.discord.fault = (call) => {
          if (call === `POST ${ROLES}`) {
            void billing.database.manager.count(RoleCreationEntity).then((count) => {
              rows = count;
              resolve();
            });
          }
          return undefined;
        };
      });
      await Promise.all([create('VIP', 'request-1'), counted]);
      expect(rows).toBe(1);
    });
  });

  it('tells what is true of each asked member, in the order asked', async () => {
    billing.discord.members.set(ANNA, ['222222222222222222']);
    const { status, body } = await lookup([ANNA, '123456789012345999', JOHN]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      guildId: GUILD,
      members: [
        { id: ANNA, observation: { kind: 'member', roles: ['222222222222222222'], pending: false, guest: false } },
        { id: '123456789012345999', observation: { kind: 'absent' } },
        { id: JOHN, observation: { kind: 'member', roles: ['111111111111111111'] } },
      ],
    });
  });

  it('tells of a member whom Discord could not read that nothing is known, and of the others what is', async () => {
    billing.discord.fault = (call) => (call.endsWith(`/members/${ANNA}`) ? { status: 500 } : undefined);
    expect((await lookup([ANNA, JOHN])).body).toMatchObject({
      members: [
        { id: ANNA, observation: { kind: 'unknown', reason: 'discord_unavailable' } },
        { id: JOHN, observation: { kind: 'member' } },
      ],
    });
  });

  it('looks up ids of Discord users only, 1 to 1000 of them, and in no other guild', async () => {
    for (const ids of [[], ['1'], ['../roles'], Array(1001).fill(JOHN), 'x', undefined]) {
      expect(await lookup(ids)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    }
    const other = { key: licence.key, json: { ids: [JOHN], guildId: '900000000000000002' } };
    expect(await billing.call('POST', '/v1/guild/members/lookup', other)).toMatchObject({ status: 400 });
    expect(billing.discord.calls).toEqual([]);
  });
});
