import type { APIGuild, APIGuildMember } from 'discord-api-types/v10';
import type { Observation } from '@pulsetech/domain';
import { FakeDiscord, GUILD, errorBody, guildBody, memberBody, type Answer } from '../test/fake-discord.js';
import { DiscordBotClient } from './discord-bot-client.js';
import { DiscordFailure } from './discord-failure.js';
import { GuildMembersReader } from './guild-members-reader.js';

const idOf = (n: number): string => String(100_000_000_000_000_000n + BigInt(n));
const ids = (count: number, first = 1): string[] => Array.from({ length: count }, (_, n) => idOf(first + n));

describe('reading members of a guild', () => {
  let discord: FakeDiscord;
  let reader: GuildMembersReader;
  let guildAnswer: Answer;
  let members: Map<string, object>;
  let fault: (url: string) => Answer | undefined;

  beforeEach(async () => {
    discord = await new FakeDiscord().start();
    const client = new DiscordBotClient({
      token: 'token',
      apiUrl: `${discord.url}/api`,
      timeoutMs: 300,
      deadlineMs: 900,
    });
    reader = new GuildMembersReader(client);
    members = new Map(ids(20).map((id) => [id, memberBody(id)]));
    guildAnswer = { body: guildBody(20) };
    fault = () => undefined;
    discord.answer = ({ url }) => fault(url) ?? respond(new URL(url, discord.url));
  });
  afterEach(() => discord.stop());

  function respond(url: URL): Answer {
    const [, , , , , list, id] = url.pathname.split('/');
    if (list === undefined) return guildAnswer;
    if (id !== undefined) {
      const member = members.get(id);
      return member ? { body: member } : { status: 404, body: errorBody(10007, 'Unknown Member') };
    }
    const after = BigInt(url.searchParams.get('after') ?? '0');
    const limit = Number(url.searchParams.get('limit') ?? '1');
    const page = [...members].filter(([key]) => BigInt(key) > after).slice(0, limit);
    return { body: page.map(([, member]) => member) };
  }
  const paths = (): string[] => discord.seen.map((request) => request.url.replace(`/api/v10/guilds/${GUILD}`, ''));
  const kinds = (found: Map<string, Observation>): string[] =>
    [...found.values()].map((seen) => (seen.kind === 'unknown' ? seen.reason : seen.kind));

  it('reads few members one by one, and tells when it began to', async () => {
    const before = Date.now();
    const found = await reader.observe(GUILD, [idOf(1), idOf(99)]);
    expect(found.get(idOf(1))).toMatchObject({
      kind: 'member',
      roles: ['111111111111111111'],
      pending: false,
      guest: false,
    });
    expect(found.get(idOf(99))).toMatchObject({ kind: 'absent' });
    expect(found.get(idOf(1))?.at).toBeGreaterThanOrEqual(before);
    expect(paths()).toEqual(['?with_counts=true', `/members/${idOf(1)}`, `/members/${idOf(99)}`]);
  });

  it('tells guests and members whose screening is not done', async () => {
    members.set(idOf(1), memberBody(idOf(1), { flags: 16 }));
    members.set(idOf(2), memberBody(idOf(2), { pending: true }));
    const found = await reader.observe(GUILD, [idOf(1), idOf(2)]);
    expect(found.get(idOf(1))).toMatchObject({ guest: true, pending: false });
    expect(found.get(idOf(2))).toMatchObject({ guest: false, pending: true });
  });

  it('walks the list for many, and confirms alone whom it did not meet', async () => {
    const found = await reader.observe(GUILD, [...ids(15), idOf(500)]);
    expect(kinds(found)).toEqual([...Array<string>(15).fill('member'), 'absent']);
    expect(paths()).toEqual(['?with_counts=true', '/members?limit=1000&after=0', `/members/${idOf(500)}`]);
  });

  it('finds alone who joined with a lower id while the list was walked', async () => {
    const late = '99999999999999999';
    discord.answer = ({ url }) => {
      if (url.includes('limit=')) members.set(late, memberBody(late));
      return url.includes('limit=') ? { body: [...members.values()].slice(0, 20) } : respond(new URL(url, discord.url));
    };
    const found = await reader.observe(GUILD, [...ids(12), late]);
    expect(found.get(late)).toMatchObject({ kind: 'member' });
  });

  it('walks page by page after the highest id, and keeps only those asked for', async () => {
    members = new Map(ids(2500).map((id) => [id, memberBody(id)]));
    guildAnswer = { body: guildBody(2500) };
    const asked = [...ids(10), ...ids(10, 2490)];
    const found = await reader.observe(GUILD, asked);
    expect([...found.keys()].sort()).toEqual([...asked].sort());
    expect(paths().slice(1)).toEqual([
      '/members?limit=1000&after=0',
      `/members?limit=1000&after=${idOf(1000)}`,
      `/members?limit=1000&after=${idOf(2000)}`,
    ]);
  });

  it('shares one walk between lookups of the same time', async () => {
    const [one, two] = await Promise.all([reader.observe(GUILD, ids(11)), reader.observe(GUILD, ids(11, 5))]);
    expect(one.size).toBe(11);
    expect(two.size).toBe(11);
    expect(paths().filter((path) => path.includes('limit='))).toHaveLength(1);
  });

  it('uses an earlier walk for whoever takes what is that old, and walks anew for whoever does not', async () => {
    const walks = (): number => paths().filter((path) => path.includes('limit=')).length;
    await reader.observe(GUILD, ids(11));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await reader.observe(GUILD, ids(11), { maxAgeMs: 60_000 });
    expect(walks()).toBe(1);
    await reader.observe(GUILD, ids(11), { maxAgeMs: 100 });
    expect(walks()).toBe(2);
    await reader.observe(GUILD, ids(11), { maxAgeMs: 0 });
    expect(walks()).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await reader.observe(GUILD, ids(11));
    expect(walks()).toBe(4);
  });

  it('waits where the walk is told to slow down and goes on from there, but not without end', async () => {
    const pages = ids(1500).map((id) => memberBody(id) as APIGuildMember);
    let refusals = 3;
    const slow = {
      guild: () => Promise.resolve(guildBody(1500) as APIGuild),
      member: () => Promise.reject(new DiscordFailure('discord_unavailable')),
      members: (_guild: string, { after }: { after: string }) => {
        const from = pages.findIndex((member) => member.user.id === after) + 1;
        const limited = from > 0 && refusals-- > 0;
        const failure = new DiscordFailure('discord_rate_limited', { retryAfterMs: 20 });
        return limited ? Promise.reject(failure) : Promise.resolve(pages.slice(from, from + 1000));
      },
    };
    const asked = [...ids(11), idOf(1200)];
    const found = await new GuildMembersReader(slow).observe(GUILD, asked);
    expect(kinds(found)).toEqual(Array<string>(12).fill('member'));
    refusals = Infinity;
    const given = await new GuildMembersReader(slow).observe(GUILD, asked);
    expect(kinds(given)).toEqual([...Array<string>(11).fill('member'), 'discord_rate_limited']);
  });

  it('concludes nothing about anybody from half a walk, but keeps what it met', async () => {
    members = new Map(ids(1500).map((id) => [id, memberBody(id)]));
    fault = (url) => (url.includes(`after=${idOf(1000)}`) ? { status: 503, body: {} } : undefined);
    const found = await reader.observe(GUILD, [...ids(11), idOf(1200), idOf(9999)]);
    expect(kinds(found)).toEqual([...Array<string>(11).fill('member'), 'discord_unavailable', 'discord_unavailable']);
  });

  it.each([
    [{ status: 404, body: errorBody(10004) }, 'guild_unreadable'],
    [{ status: 403, body: errorBody(50001) }, 'missing_access'],
    [{ status: 401, body: { message: '401: Unauthorized', code: 0 } }, 'discord_unauthorized'],
    [{ status: 500, body: {} }, 'discord_unavailable'],
    [{ status: 429, headers: { 'retry-after': '90', 'x-ratelimit-scope': 'user' }, body: {} }, 'discord_rate_limited'],
  ] as const)('reads no member when the guild itself answers %j', async (answer, code) => {
    guildAnswer = answer;
    await expect(reader.observe(GUILD, ids(3))).rejects.toMatchObject({ code });
    expect(paths().some((path) => path.startsWith('/members'))).toBe(false);
  });

  it.each([
    [404, 10007, 'absent'],
    [404, 10013, 'absent'],
    [404, 10004, 'guild_unreadable'],
    [403, 50001, 'missing_access'],
    [403, 50013, 'missing_access'],
    [404, 0, 'discord_unavailable'],
    [400, 50035, 'discord_unavailable'],
    [401, 0, 'discord_unauthorized'],
    [500, 0, 'discord_unavailable'],
    [503, 130000, 'discord_unavailable'],
  ] as const)('takes %i with code %i about one member for %s', async (status, code, kind) => {
    fault = (url) => (url.includes(`/members/${idOf(1)}`) ? { status, body: errorBody(code) } : undefined);
    const found = await reader.observe(GUILD, [idOf(1)]);
    expect(kinds(found)).toEqual([kind]);
  });

  it('takes a timeout, a broken connection and somebody else’s answer for nothing known', async () => {
    for (const answer of [{ delayMs: 1000 }, { broken: true }, { body: memberBody(idOf(2)) }]) {
      fault = (url) => (url.includes('/members/') ? answer : undefined);
      expect(kinds(await reader.observe(GUILD, [idOf(1)]))).toEqual(['discord_unavailable']);
    }
  });

  it('one member who cannot be read hides no other', async () => {
    fault = (url) => (url.includes(`/members/${idOf(2)}`) ? { status: 500, body: {} } : undefined);
    expect(kinds(await reader.observe(GUILD, ids(3)))).toEqual(['member', 'discord_unavailable', 'member']);
  });

  it('stops asking when every member would be refused alike', async () => {
    fault = (url) => (url.includes('/members/') ? { status: 404, body: errorBody(10004) } : undefined);
    expect(kinds(await reader.observe(GUILD, ids(5)))).toEqual(Array<string>(5).fill('guild_unreadable'));
    expect(paths()).toHaveLength(2);
  });

  it('has whoever is impatient come back for a walk that takes long, and then has its result', async () => {
    fault = (url) => (url.includes('limit=') ? { ...respond(new URL(url, discord.url)), delayMs: 250 } : undefined);
    await expect(reader.observe(GUILD, ids(11), { patienceMs: 100 })).rejects.toMatchObject({
      code: 'discord_rate_limited',
      retryAfterMs: expect.any(Number) as number,
    });
    const found = await reader.observe(GUILD, ids(11));
    expect(found.size).toBe(11);
    expect(paths().filter((path) => path.includes('limit='))).toHaveLength(1);
  });

  it('says of members whom Discord did not tell about in time that it did not answer, and asks for no more of them', async () => {
    fault = (url) => (url.includes('/members/') ? { delayMs: 1000 } : undefined);
    expect(kinds(await reader.observe(GUILD, ids(5), { patienceMs: 100 }))).toEqual(
      Array<string>(5).fill('discord_unavailable'),
    );
    expect(paths().length).toBeLessThan(6);
  });

  it('never throws anything but what may be logged', async () => {
    guildAnswer = { broken: true };
    await expect(reader.observe(GUILD, ids(1))).rejects.toBeInstanceOf(DiscordFailure);
  });
});
