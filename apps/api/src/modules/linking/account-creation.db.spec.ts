import { Transactions } from '@pulsetech/server-kit';
import { Test, type TestingModule } from '@nestjs/testing';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { ProcessRole } from '../../platform/process/process-role.js';
import { EmbeddedUsers } from '../lms/embedded/embedded-users.js';
import { LmsModule } from '../lms/lms.module.js';
import type { LmsUser } from '../lms/lms.port.js';
import { AccountCreation } from './account-creation.service.js';
import type { DiscordProfile } from './discord-profile.js';
import { LinksModule } from './links.module.js';
import { LinksRepository } from './links.repository.js';
import { ReservationsRepository } from './reservations.repository.js';

describe('Accounts for Discord users', () => {
  let site: TestConfig;
  let app: TestingModule;
  let accounts: AccountCreation;
  let links: LinksRepository;
  let reservations: ReservationsRepository;
  let users: EmbeddedUsers;

  beforeAll(async () => {
    site = await testConfig();
    app = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(site.config, new ProcessRole('cli'), '0'), LmsModule, LinksModule],
      providers: [AccountCreation, ReservationsRepository],
    }).compile();
    accounts = app.get(AccountCreation);
    links = app.get(LinksRepository);
    reservations = app.get(ReservationsRepository);
    users = app.get(EmbeddedUsers);
  }, 120_000);

  afterAll(async () => {
    await app.close();
    await site.drop();
  }, 30_000);

  let made = 0;
  const someone = (given: Partial<DiscordProfile> = {}): DiscordProfile => {
    const id = String(300000000000000000n + BigInt(++made));
    return {
      id,
      username: `user${made}`,
      discriminator: null,
      globalName: 'Ada Lovelace',
      avatar: null,
      email: `user${made}@example.com`,
      verified: true,
      ...given,
    };
  };

  const link = (user: LmsUser, { id }: DiscordProfile): Promise<void> =>
    app.get(Transactions).run(async (tx) => {
      await links.insert({ userId: user.id, discordId: id, username: 'x', avatar: null, tokens: null }, tx);
      await reservations.remove(id, tx);
    });

  const made1 = async (profile: DiscordProfile): Promise<LmsUser> => {
    const account = await accounts.create(profile);
    if (account === null) throw new Error('No account was made.');
    return account;
  };

  test('have name, username and verified address from Discord, and no password', async () => {
    const profile = someone();
    const account = await made1(profile);
    expect(account).toMatchObject({
      username: profile.username,
      firstname: 'Ada',
      lastname: 'Lovelace',
      email: profile.email,
      confirmed: true,
      suspended: false,
    });
    expect(await users.checkPassword(account.username, '')).toBeNull();
  });

  test('do not claim an address that Discord did not verify', async () => {
    const profile = someone({ verified: false });
    expect(await made1(profile)).toMatchObject({ email: `${profile.id}@discord.invalid`, confirmed: false });
  });

  test('get another username when theirs is taken, however often', async () => {
    const first = someone({ username: 'popular' });
    await link(await made1(first), first);
    const second = someone({ username: 'Popular' });
    expect((await made1(second)).username).toBe('popular2');
  });

  test('are one for one Discord user, however many tabs ask at once', async () => {
    const profile = someone({ username: 'tabs' });
    const made = await Promise.all(Array.from({ length: 6 }, () => accounts.create(profile)));
    expect(new Set(made.map((account) => account?.id)).size).toBe(1);
    expect(await users.findByUsername('tabs2')).toBeNull();
  });

  test('are found again when the link was never made, as after a crash', async () => {
    const profile = someone();
    const begun = await made1(profile);
    expect((await accounts.findBegun(profile.id))?.id).toBe(begun.id);
    expect((await made1(profile)).id).toBe(begun.id);
    await link(begun, profile);
    expect(await accounts.findBegun(profile.id)).toBeNull();
  });

  test('are not made when the Discord user has got a link in the meantime', async () => {
    const profile = someone({ username: 'late' });
    await link(await made1(profile), profile);
    expect(await accounts.create(profile)).toBeNull();
    expect(await reservations.find(profile.id)).toBeNull();
    expect(await users.findByUsername('late2')).toBeNull();
  });

  test("never are somebody else's account that has taken the reserved username meanwhile", async () => {
    const profile = someone({ username: 'snatched' });
    await reservations.reserve({ discordId: profile.id, username: 'snatched', email: 'user@example.com' });
    const other = await users.create({
      username: 'snatched',
      firstname: 'Some',
      lastname: 'Body',
      email: 'somebody@example.com',
      confirmed: true,
    });
    expect(await accounts.findBegun(profile.id)).toBeNull();
    const account = await made1(profile);
    expect(account.id).not.toBe(other.id);
    expect(account.username).toBe('snatched2');
  });
});
