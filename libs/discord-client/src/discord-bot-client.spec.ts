import { FakeDiscord, GUILD, errorBody, guildBody, memberBody, type Answer } from '../test/fake-discord.js';
import { DiscordBotClient, type DiscordBotClientOptions } from './discord-bot-client.js';
import { DiscordFailure } from './discord-failure.js';
import type { Urgency } from './fair-turns.js';

const USER = '123456789012345678';
const TOKEN = 'the-bot-token';

describe('the bot client', () => {
  let discord: FakeDiscord;
  let now: number;
  let client: DiscordBotClient;

  beforeEach(async () => {
    discord = await new FakeDiscord().start();
    now = Date.now();
    client = clientWith();
  });
  afterEach(() => discord.stop());

  const clientWith = (more: Partial<DiscordBotClientOptions> = {}): DiscordBotClient =>
    new DiscordBotClient({
      token: TOKEN,
      apiUrl: `${discord.url}/api`,
      timeoutMs: 400,
      deadlineMs: 2000,
      nowMs: () => now,
      ...more,
    });
  const answers = (...list: Answer[]): void => {
    let position = 0;
    discord.answer = () => list[Math.min(position++, list.length - 1)] ?? {};
  };
  const failure = async (work: Promise<unknown>): Promise<DiscordFailure> => {
    const error: unknown = await work.then(
      () => new Error('It succeeded.'),
      (reason: unknown) => reason,
    );
    if (!(error instanceof DiscordFailure)) throw error;
    return error;
  };

  it('reads the guild with its count, showing the bot token and a user agent that Discord accepts', async () => {
    answers({ body: guildBody(42) });
    await expect(client.guild(GUILD)).resolves.toMatchObject({ approximate_member_count: 42 });
    expect(discord.seen[0]?.url).toBe(`/api/v10/guilds/${GUILD}?with_counts=true`);
    expect(discord.seen[0]?.headers.authorization).toBe(`Bot ${TOKEN}`);
    expect(discord.seen[0]?.headers['user-agent']).toMatch(/^DiscordBot \(.+, .+\)/);
    expect(client.condition).toEqual({ status: 'up' });
  });

  it.each([
    [404, 10004, 'guild_unreadable'],
    [404, 10007, 'unknown_member'],
    [404, 10013, 'unknown_user'],
    [403, 50001, 'missing_access'],
    [403, 50013, 'missing_access'],
    [403, 99999, 'missing_access'],
    [400, 50035, 'invalid_request'],
    [404, 99999, 'invalid_request'],
    [403, 40333, 'discord_unavailable'],
  ] as const)('names an answer %i with code %i %s', async (status, code, name) => {
    answers({ status, body: errorBody(code) });
    await expect(failure(client.member(GUILD, USER))).resolves.toMatchObject({ code: name, status });
  });

  it('tells that the guild has all the roles it may have', async () => {
    answers({ status: 400, body: errorBody(30005) });
    await expect(failure(client.createRole(GUILD, 'VIP', 'test'))).resolves.toMatchObject({
      code: 'role_limit_reached',
    });
  });

  it('tells how many members hold each role', async () => {
    answers({ body: { '111111111111111111': 40, '222222222222222222': 0 } });
    const counts = await client.memberCounts(GUILD);
    expect([...counts]).toEqual([
      ['111111111111111111', 40],
      ['222222222222222222', 0],
    ]);
    expect(discord.seen[0]?.url).toBe(`/api/v10/guilds/${GUILD}/roles/member-counts`);
    for (const body of [[], null, { '111111111111111111': 'many' }, { message: 1 }]) {
      answers({ body });
      await expect(failure(client.memberCounts(GUILD))).resolves.toMatchObject({ code: 'discord_unavailable' });
    }
  });

  it('asks once who it is itself', async () => {
    answers({ status: 503, body: {} });
    await expect(failure(client.ownUserId())).resolves.toMatchObject({ code: 'discord_unavailable' });
    discord.seen.length = 0;
    answers({ body: { id: USER, username: 'bot' } });
    await expect(client.ownUserId()).resolves.toBe(USER);
    await expect(client.ownUserId()).resolves.toBe(USER);
    expect(discord.seen.map(({ url }) => url)).toEqual(['/api/v10/users/@me']);
  });

  it('concludes nothing from the page of a network in between', async () => {
    answers({ status: 403, body: '<html>Blocked</html>' });
    await expect(failure(client.member(GUILD, USER))).resolves.toMatchObject({ code: 'discord_unavailable' });
    answers({ status: 404, body: '<html>Not here</html>' });
    await expect(failure(client.member(GUILD, USER))).resolves.toMatchObject({ code: 'discord_unavailable' });
  });

  it('concludes nothing from an answer that is not what was asked for', async () => {
    for (const body of [{}, [], { user: { id: USER } }, { ...memberBody(USER), roles: [7] }, '<html></html>']) {
      answers({ body });
      await expect(failure(client.member(GUILD, USER))).resolves.toMatchObject({ code: 'discord_unavailable' });
    }
    answers({ body: {} });
    await expect(failure(client.roles(GUILD))).resolves.toMatchObject({ code: 'discord_unavailable' });
    await expect(failure(client.members(GUILD, { after: '0' }))).resolves.toMatchObject({
      code: 'discord_unavailable',
    });
  });

  it('reads a second time after a failure of Discord, and no third time', async () => {
    answers({ status: 503, body: {} }, { body: memberBody(USER) });
    await expect(client.member(GUILD, USER)).resolves.toMatchObject({ user: { id: USER } });
    discord.seen.length = 0;
    answers({ status: 500, body: {} });
    await expect(failure(client.member(GUILD, USER))).resolves.toMatchObject({
      code: 'discord_unavailable',
      status: 500,
    });
    expect(discord.seen).toHaveLength(2);
    expect(client.condition).toEqual({ status: 'down', code: 'discord_unavailable' });
  });

  it('gives up on a server that does not answer', async () => {
    answers({ delayMs: 5000 });
    await expect(failure(client.roles(GUILD))).resolves.toMatchObject({ code: 'discord_unavailable' });
  });

  it('sends the creation of a role once, whatever becomes of it, without any permission', async () => {
    for (const lost of [{ status: 502, body: {} }, { broken: true }, { delayMs: 3000 }]) {
      discord.seen.length = 0;
      answers(lost);
      await expect(failure(client.createRole(GUILD, 'VIP', 'for a site'))).resolves.toMatchObject({
        code: 'discord_unavailable',
      });
      expect(discord.seen).toHaveLength(1);
    }
    expect(JSON.parse(discord.seen[0]?.body ?? '')).toEqual({ name: 'VIP', permissions: '0' });
    expect(discord.seen[0]?.headers['x-audit-log-reason']).toBe('for%20a%20site');
  });

  it('stops everything after a refused token, and shows it again every five minutes in one request', async () => {
    const unauthorized = jest.fn();
    client = clientWith({ onUnauthorized: unauthorized });
    answers({ status: 401, body: { message: '401: Unauthorized', code: 0 } });
    await expect(failure(client.roles(GUILD))).resolves.toMatchObject({ code: 'discord_unauthorized', status: 401 });
    await expect(failure(client.roles('900000000000000002'))).resolves.toMatchObject({
      code: 'discord_unauthorized',
      retryAfterMs: 300_000,
    });
    expect(discord.seen).toHaveLength(1);
    for (let hour = 0; hour < 12; hour++) {
      now += 300_000;
      const guilds = [GUILD, '900000000000000002', '900000000000000003'];
      await Promise.all(guilds.map((guild) => failure(client.roles(guild))));
    }
    expect(discord.seen).toHaveLength(13);
    expect(discord.seen[1]?.headers.authorization).toBe(`Bot ${TOKEN}`);
    expect(unauthorized).toHaveBeenCalledTimes(1);
    expect(client.condition).toEqual({ status: 'down', code: 'discord_unauthorized' });
    now += 300_000;
    answers({ body: [] });
    await expect(client.roles(GUILD)).resolves.toEqual([]);
    await expect(client.roles('900000000000000002')).resolves.toEqual([]);
    expect(client.condition).toEqual({ status: 'up' });
  });

  it('keeps those that already waited for their turn when the token is refused', async () => {
    answers({ status: 401, body: { message: '401: Unauthorized', code: 0 } });
    await Promise.all(Array.from({ length: 20 }, () => failure(client.member(GUILD, USER))));
    expect(discord.seen).toHaveLength(1);
  });

  it('lets whoever waits for an answer pass many other reads of the same guild', async () => {
    const order: string[] = [];
    discord.answer = ({ url }) => {
      const id = url.split('/').at(-1) ?? '';
      order.push(id);
      return { body: memberBody(id), delayMs: 5 };
    };
    const many = Array.from({ length: 30 }, (_, n) => `4000000000000000${n + 10}`);
    const others = many.map((id) => client.member(GUILD, id, { urgency: 'bulk' }));
    await client.member(GUILD, USER);
    expect(order.length).toBeLessThanOrEqual(4);
    await Promise.all(others);
    expect(order).toHaveLength(31);
  });

  it('waits out a short rate limit', async () => {
    const limited = { 'retry-after': '0.2', 'x-ratelimit-scope': 'user', 'x-ratelimit-remaining': '0' };
    answers({ status: 429, headers: limited, body: { retry_after: 0.2, global: false } }, { body: memberBody(USER) });
    await expect(client.member(GUILD, USER)).resolves.toMatchObject({ user: { id: USER } });
  });

  it('lets nobody wait for a long rate limit', async () => {
    const limited = { 'retry-after': '60', 'x-ratelimit-scope': 'user' };
    answers({ status: 429, headers: limited, body: { retry_after: 60, global: false } });
    const found = await failure(client.member(GUILD, USER));
    expect(found).toMatchObject({ code: 'discord_rate_limited', status: 429 });
    expect(found.retryAfterMs).toBeGreaterThanOrEqual(60_000);
  });

  it('does not ask again while its whole address is blocked, even when the block names no end', async () => {
    answers({ status: 429, body: '<html>error code: 1015</html>' });
    await expect(failure(client.member(GUILD, USER))).resolves.toMatchObject({ code: 'discord_rate_limited' });
    await expect(failure(client.roles(GUILD))).resolves.toMatchObject({
      code: 'discord_rate_limited',
      retryAfterMs: 600_000,
    });
    expect(discord.seen).toHaveLength(1);
    now += 600_000;
    answers({ body: [] });
    await expect(client.roles(GUILD)).resolves.toEqual([]);
  });

  it('ends when a short rate limit is answered with the next, without end', async () => {
    answers({
      status: 429,
      headers: { 'retry-after': '0.1', 'x-ratelimit-scope': 'user' },
      body: { retry_after: 0.1 },
    });
    await expect(failure(client.createRole(GUILD, 'VIP', 'test'))).resolves.toMatchObject({
      code: 'discord_rate_limited',
    });
    expect(discord.seen).toHaveLength(4);
  });

  it('asks a guild that refuses some fifteen times in ten minutes, however often it is to', async () => {
    answers({ status: 403, body: errorBody(50001) });
    const second = async (urgency: Urgency): Promise<void> => {
      await expect(failure(client.member(GUILD, USER, { urgency }))).resolves.toMatchObject({ code: 'missing_access' });
      now += 1_000;
    };
    for (let n = 0; n < 600; n++) await second('bulk');
    expect(discord.seen.length).toBeLessThanOrEqual(17);
    expect(client.condition).toEqual({ status: 'up' });
    answers({ body: [] });
    await expect(client.roles('900000000000000002')).resolves.toEqual([]);
  });

  it('asks again for what was refused a while ago, or at once when the guild has changed', async () => {
    answers({ status: 403, body: errorBody(50013) });
    await failure(client.roles(GUILD));
    answers({ body: [] });
    await expect(failure(client.roles(GUILD))).resolves.toMatchObject({ code: 'missing_access', status: 403 });
    now += 1_000;
    await expect(client.roles(GUILD)).resolves.toEqual([]);
    answers({ status: 403, body: errorBody(50013) });
    await failure(client.roles(GUILD));
    client.forgetRefusals(GUILD);
    answers({ body: [] });
    await expect(client.roles(GUILD)).resolves.toEqual([]);
  });

  it('tells of every request that left, by a route without ids', async () => {
    const told: unknown[] = [];
    client = clientWith({ onRequest: (request) => told.push(request) });
    answers({ body: memberBody(USER) }, { broken: true });
    await client.member(GUILD, USER);
    await failure(client.createRole(GUILD, 'VIP', 'test'));
    expect(told).toEqual([
      { route: 'GET /guilds/:id/members/:id', status: 200 },
      { route: 'POST /guilds/:id/roles', status: null },
    ]);
  });

  it('tells a read that was limited over and over from one that was not answered', async () => {
    const limited = { 'retry-after': '0.3', 'x-ratelimit-scope': 'user' };
    answers({ status: 429, headers: limited, body: { retry_after: 0.3 } });
    await expect(failure(client.member(GUILD, USER, { deadlineMs: 500 }))).resolves.toMatchObject({
      code: 'discord_rate_limited',
    });
    answers({ delayMs: 3000 });
    await expect(failure(client.member('900000000000000002', USER, { deadlineMs: 300 }))).resolves.toMatchObject({
      code: 'discord_unavailable',
    });
  });

  it('tells the log of failures, but not of users who are not there, and names nobody', async () => {
    const told: unknown[] = [];
    const speaking = new DiscordBotClient({
      token: TOKEN,
      apiUrl: `${discord.url}/api`,
      onFailure: (found, route, guildId) => told.push([found.code, route, guildId]),
    });
    answers({ status: 404, body: errorBody(10007) });
    await failure(speaking.member(GUILD, USER));
    answers({ status: 403, body: errorBody(50001) });
    await failure(speaking.member(GUILD, USER));
    expect(told).toEqual([['missing_access', 'GET /guilds/:id/members/:id', GUILD]]);
  });

  it('asks for no member or guild whose id is none', async () => {
    await expect(failure(client.member(GUILD, '../../oauth2/x'))).resolves.toMatchObject({ code: 'invalid_request' });
    await expect(failure(client.guild('1'))).resolves.toMatchObject({ code: 'invalid_request' });
    expect(discord.seen).toHaveLength(0);
  });

  it('keeps the token, the request and the library’s error out of its failures', async () => {
    answers({ status: 403, body: errorBody(50013, `about ${TOKEN}`) });
    const found = await failure(client.createRole(GUILD, 'a secret name', 'test'));
    const everything = JSON.stringify(found) + found.message + String(found.stack) + String(found.cause);
    expect(everything).not.toContain(TOKEN);
    expect(everything).not.toContain('a secret name');
  });
});
