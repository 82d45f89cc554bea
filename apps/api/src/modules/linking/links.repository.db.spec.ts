import { Clock, isUniqueViolation } from '@pulsetech/server-kit';
import { FakeClock } from '@pulsetech/testing';
import { Test, type TestingModule } from '@nestjs/testing';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { ProcessRole } from '../../platform/process/process-role.js';
import { LinksModule } from './links.module.js';
import { LinksRepository } from './links.repository.js';

describe('The links', () => {
  let site: TestConfig;
  let app: TestingModule;
  let links: LinksRepository;
  const clock = new FakeClock();

  beforeAll(async () => {
    site = await testConfig();
    app = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(site.config, new ProcessRole('cli'), '0'), LinksModule],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    links = app.get(LinksRepository);
  }, 120_000);

  afterAll(async () => {
    await app.close();
    await site.drop();
  }, 30_000);

  const discordId = (n: number): string => String(400000000000000000n + BigInt(n));
  const tokens = { access: 'k.a', refresh: 'k.r', expiresAt: clock.nowSeconds() + 1000 };
  const add = (n: number, given: object = {}): Promise<void> =>
    links.insert({ userId: n, discordId: discordId(n), username: 'john#1234', avatar: 'abc', tokens, ...given });

  test('are found by user and by Discord account, which is compared exactly', async () => {
    await add(1);
    const link = {
      userId: 1,
      discordId: discordId(1),
      username: 'john#1234',
      avatar: 'abc',
      lastSyncedAt: null,
      linkedAt: clock.nowSeconds(),
      hasTokens: true,
      authorisationEnded: false,
    };
    expect(await links.findByUserId(1)).toMatchObject(link);
    expect(await links.findByDiscordId(discordId(1))).toMatchObject(link);
    expect(await links.findByDiscordId(`${discordId(1)} `)).toBeNull();
    expect(await links.findByDiscordId('')).toBeNull();
  });

  test('are one for each user and for each Discord account', async () => {
    await add(2);
    for (const [userId, discord] of [
      [2, 200],
      [3, 2],
    ] as const) {
      const failure: unknown = await add(userId, { discordId: discordId(discord) }).catch((error: unknown) => error);
      expect(isUniqueViolation(failure)).toBe(true);
    }
  });

  test('are walked in pages', async () => {
    for (let n = 10; n < 15; n++) await add(n);
    const seen: number[] = [];
    for (let after = 0; ;) {
      const page = await links.findPage(after, 2);
      const last = page.at(-1);
      if (!last) break;
      seen.push(...page.map(({ userId }) => userId));
      after = last.id;
    }
    expect(seen).toHaveLength(await links.count());
    expect(seen).toEqual(expect.arrayContaining([10, 11, 12, 13, 14]));
  });

  test('keep or lose both tokens together', async () => {
    await add(20);
    const renewed = { access: 'k.b', refresh: 'k.s', expiresAt: 5 };
    await links.updateTokens(20, renewed);
    expect(await links.findTokens(20)).toEqual(renewed);
    await links.dropTokens(20);
    expect(await links.findTokens(20)).toBeNull();
    expect(await links.findByUserId(20)).toMatchObject({ hasTokens: false, authorisationEnded: true });
  });

  test('tell whose tokens expire before a time, the next first, and leave out those without', async () => {
    const base = clock.nowSeconds() - 1_000_000;
    await add(30, { tokens: { ...tokens, expiresAt: base + 2 } });
    await add(31, { tokens: { ...tokens, expiresAt: base + 1 } });
    await add(32, { tokens: null });
    await add(33, { tokens: { ...tokens, expiresAt: base + 10 } });
    expect(await links.findExpiring(base + 10, 5)).toEqual([31, 30]);
    expect(await links.findExpiring(base + 10, 1)).toEqual([31]);
  });

  test('remember the last synchronisation and a changed profile', async () => {
    await add(40);
    await links.touchSynced([40], 1704067200);
    await links.updateProfile(40, { username: 'johnny', avatar: null });
    expect(await links.findByUserId(40)).toMatchObject({
      lastSyncedAt: 1704067200,
      username: 'johnny',
      avatar: null,
    });
  });

  test('are removed only while they are still the ones that were meant', async () => {
    await add(50);
    await links.remove(50, discordId(999));
    expect(await links.findByUserId(50)).not.toBeNull();
    await links.remove(50, discordId(50));
    expect(await links.findByUserId(50)).toBeNull();
  });
});
