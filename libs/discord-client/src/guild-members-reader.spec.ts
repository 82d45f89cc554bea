import type { Observation } from '@pulsetech/domain';
import { FakeDiscord, GUILD, errorBody, guildBody, memberBody, type Answer } from '../test/fake-discord.js';
import { DiscordBotClient } from './discord-bot-client.js';
import { DiscordFailure } from './discord-failure.js';
import { GuildMembersReader, areFew } from './guild-members-reader.js';
import { Patience } from './patience.js';

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
    return { status: 404, body: errorBody(0) };
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

  it('says of members whom Discord did not tell about in time that it did not answer, and asks for no more of them', async () => {
    fault = (url) => (url.includes('/members/') ? { delayMs: 1000 } : undefined);
    expect(kinds(await reader.observe(GUILD, ids(5), new Patience(100)))).toEqual(
      Array<string>(5).fill('discord_unavailable'),
    );
    expect(paths().length).toBeLessThan(6);
  });

  it('never throws anything but what may be logged', async () => {
    guildAnswer = { broken: true };
    await expect(reader.observe(GUILD, ids(1))).rejects.toBeInstanceOf(DiscordFailure);
  });

  it('reads a user once, however often they are asked for', async () => {
    expect((await reader.observe(GUILD, [idOf(1), idOf(1)])).size).toBe(1);
    expect(paths()).toHaveLength(2);
  });

  it.each([
    [10, 5, true],
    [11, 2_000, false],
    [11, 2_200, true],
    [500, 100_000, true],
    [501, 100_000, false],
    [10, null, true],
    [11, null, false],
  ])('takes %i of %p members for few: %p', (count, size, few) => {
    expect(areFew(count, size)).toBe(few);
  });
});
