import type { APIGuildMember } from 'discord-api-types/v10';
import { FakeDiscord, GUILD, memberBody } from '../test/fake-discord.js';
import { DiscordBotClient } from './discord-bot-client.js';
import { DiscordFailure } from './discord-failure.js';
import { walkGuildMembers, type WalkedPage, type WalkOptions } from './guild-walk.js';

const idOf = (n: number): string => String(100_000_000_000_000_000n + BigInt(n));
const ids = (count: number, first = 1): string[] => Array.from({ length: count }, (_, n) => idOf(first + n));
const unavailable = () => new DiscordFailure('discord_unavailable', { status: 503 });
const limited = (retryAfterMs: number) => new DiscordFailure('discord_rate_limited', { retryAfterMs });

describe('walking the member list of a guild', () => {
  let asked: string[];
  let members: string[];
  let fault: (after: string) => DiscordFailure | APIGuildMember[] | undefined;

  beforeEach(() => {
    asked = [];
    members = ids(2500);
    fault = () => undefined;
  });

  const listAfter = (after: string, limit: number): APIGuildMember[] =>
    members
      .filter((id) => BigInt(id) > BigInt(after))
      .slice(0, limit)
      .map((id) => memberBody(id) as APIGuildMember);
  const client = {
    members: (_guild: string, { after, limit = 1 }: { after: string; limit?: number }): Promise<APIGuildMember[]> => {
      asked.push(after);
      const struck = fault(after);
      if (struck instanceof DiscordFailure) return Promise.reject(struck);
      return Promise.resolve(struck ?? listAfter(after, limit));
    },
  };
  const walk = async (options: Partial<WalkOptions> = {}): Promise<WalkedPage[]> => {
    const pages: WalkedPage[] = [];
    const quick = { total: members.length, outagePausesMs: [1, 1], ...options };
    for await (const page of walkGuildMembers(client, GUILD, quick)) pages.push(page);
    return pages;
  };
  const met = (pages: readonly WalkedPage[]): string[] => pages.flatMap((page) => page.members.map(({ id }) => id));

  it('goes page by page after the highest id, and tells when each was asked for', async () => {
    let now = 1_000;
    const pages = await walk({ nowMs: () => now++ });
    expect(asked).toEqual(['0', idOf(1000), idOf(2000)]);
    expect(met(pages)).toEqual(members);
    expect(pages.map(({ readAt, lastId }) => [readAt, lastId])).toEqual([
      [1_000, idOf(1000)],
      [1_001, idOf(2000)],
      [1_002, idOf(2500)],
    ]);
    expect(pages[1]?.members[0]?.observation).toMatchObject({ kind: 'member', at: 1_001 });
  });

  it('asks for no page after a short one, and for one more after a last full one', async () => {
    members = ids(999);
    await walk();
    expect(asked).toHaveLength(1);
    asked = [];
    members = ids(1000);
    expect(met(await walk())).toHaveLength(1000);
    expect(asked).toHaveLength(2);
  });

  it('goes on after any page', async () => {
    const pages = await walk({ from: { after: idOf(1000), met: 1000 } });
    expect(met(pages)).toEqual(ids(1500, 1001));
  });

  it('misses nobody when a page was cut short', async () => {
    fault = (after) => (after === idOf(1000) ? listAfter(after, 100) : undefined);
    expect(met(await walk())).toEqual(members);
  });

  it('takes an empty page in the middle of the list for its end only when it is said twice', async () => {
    let empty = 1;
    fault = (after) => (after === idOf(1000) && empty-- > 0 ? [] : undefined);
    expect(met(await walk())).toEqual(members);
    empty = 2;
    expect(met(await walk())).toEqual(ids(1000));
  });

  it('ends where the list ends when there are fewer members than the guild was said to have', async () => {
    expect(met(await walk({ total: 9_999 }))).toEqual(members);
    expect(asked).toEqual(['0', idOf(1000), idOf(2000), idOf(2500), idOf(2500)]);
  });

  it('orders members by the number that their id is, whatever order Discord gave them in', async () => {
    members = ['99999999999999999', ...ids(3)];
    fault = () => listAfter('0', 1000).reverse();
    expect(met(await walk())).toEqual(members);
  });

  it('asks again for a page that was not answered, and gives up when that happens over and over', async () => {
    let refusals = 2;
    fault = (after) => (after === idOf(1000) && refusals-- > 0 ? unavailable() : undefined);
    expect(met(await walk())).toEqual(members);
    refusals = 3;
    await expect(walk()).rejects.toMatchObject({ code: 'discord_unavailable' });
  });

  it('waits where it is told to slow down, but not without end, and not for very long', async () => {
    let refusals = 4;
    fault = (after) => (after === idOf(1000) && refusals-- > 0 ? limited(1) : undefined);
    expect(met(await walk())).toEqual(members);
    refusals = Infinity;
    await expect(walk()).rejects.toMatchObject({ code: 'discord_rate_limited' });
    fault = () => limited(3_600_000);
    asked = [];
    await expect(walk()).rejects.toMatchObject({ code: 'discord_rate_limited' });
    expect(asked).toHaveLength(1);
  });

  it.each(['guild_unreadable', 'missing_access', 'discord_unauthorized'] as const)(
    'ends at once with %s, which no asking mends',
    async (code) => {
      fault = (after) => (after === idOf(1000) ? new DiscordFailure(code) : undefined);
      await expect(walk()).rejects.toMatchObject({ code });
      expect(asked).toHaveLength(2);
    },
  );

  it.each([
    ['that was read before', () => listAfter('0', 1000)],
    ['that names somebody twice', () => [...listAfter(idOf(1000), 1), ...listAfter(idOf(1000), 1)]],
    ['with a role that is none', () => [memberBody(idOf(1001), { roles: ['x'] }) as APIGuildMember]],
  ])('takes a page %s for no answer', async (_, page) => {
    fault = (after) => (after === idOf(1000) ? page() : undefined);
    await expect(walk()).rejects.toMatchObject({ code: 'discord_unavailable' });
  });
});

/** What a bucket says in its headers: how many requests are left, and after how long it is full again or has one more. */
interface Bucket {
  take(now: number): { allowed: boolean; remaining: number; resetAfterMs: number };
}

const REQUESTS = 10;
const WINDOW_MS = 300;

function fixedWindow(): Bucket {
  let used = 0;
  let endsAt = 0;
  return {
    take: (now) => {
      if (now >= endsAt) [used, endsAt] = [0, now + WINDOW_MS];
      const allowed = used < REQUESTS;
      if (allowed) used += 1;
      return { allowed, remaining: REQUESTS - used, resetAfterMs: endsAt - now };
    },
  };
}

/** `untilFull`: whether it tells when it is full again, or when there is room for one request. */
function leaky(untilFull: boolean): Bucket {
  let level = 0;
  let at = 0;
  const each = WINDOW_MS / REQUESTS;
  return {
    take: (now) => {
      level = Math.max(0, level - (now - at) / each);
      at = now;
      const allowed = level + 1 <= REQUESTS + 1e-9;
      if (allowed) level += 1;
      const remaining = Math.floor(REQUESTS - level + 1e-9);
      const untilOne = Math.max(0, level + 1 - REQUESTS) * each;
      return { allowed, remaining, resetAfterMs: untilFull ? level * each : untilOne };
    },
  };
}

describe('the pace of a walk', () => {
  let discord: FakeDiscord;

  beforeEach(async () => {
    discord = await new FakeDiscord().start();
  });
  afterEach(() => discord.stop());

  it.each([
    ['a fixed window', fixedWindow()],
    ['a leaky bucket that tells when it is full again', leaky(true)],
    ['a leaky bucket that tells when it has room for one', leaky(false)],
  ])(
    'is that of the headers, so that %s never refuses it',
    async (_, bucket) => {
      const members = ids(34_500);
      let refusals = 0;
      discord.answer = ({ url }) => {
        const { allowed, remaining, resetAfterMs } = bucket.take(Date.now());
        const headers = {
          'x-ratelimit-limit': String(REQUESTS),
          'x-ratelimit-remaining': String(remaining),
          'x-ratelimit-reset-after': (resetAfterMs / 1000).toFixed(3),
          'x-ratelimit-bucket': 'members',
        };
        if (!allowed) {
          refusals += 1;
          const seconds = String(resetAfterMs / 1000);
          return {
            status: 429,
            headers: { ...headers, 'retry-after': seconds, 'x-ratelimit-scope': 'user' },
            body: {},
          };
        }
        const after = Number(BigInt(new URL(url, discord.url).searchParams.get('after') ?? '0') % 1_000_000n);
        return { headers, body: members.slice(after, after + 1000).map((id) => memberBody(id)) };
      };
      const client = new DiscordBotClient({ token: 'token', apiUrl: `${discord.url}/api` });
      let met = 0;
      for await (const page of walkGuildMembers(client, GUILD, { total: members.length })) met += page.members.length;
      expect([met, refusals]).toEqual([34_500, 0]);
      expect(discord.seen).toHaveLength(35);
    },
    30_000,
  );
});
