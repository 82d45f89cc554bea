import { until } from '@pulsetech/testing';
import { BillingUnderTest, type IssuedLicence } from '../../../../test/billing-under-test.js';
import { GUILD, JOHN } from '../../../../test/fake-discord.js';
import { FakeGateway } from '../../../../test/fake-gateway.js';
import { GuildMirror } from '../mirror/guild-mirror.js';
import { MirrorMemberEntity } from '../mirror/mirror-member.entity.js';
import { PushSender } from '../pushes/push-sender.service.js';
import { PushEntity } from '../pushes/push.entity.js';
import { GatewayStatus } from './gateway-status.js';

const STUDENT = '111111111111111111';
const PREMIUM = '222222222222222222';
const NEWCOMER = '400000000000000007';

describe('the gateway of a billing server', () => {
  let billing: BillingUnderTest;
  let gateway: FakeGateway;
  let licence: IssuedLicence;

  beforeEach(async () => {
    gateway = await new FakeGateway().start();
    billing = await BillingUnderTest.start({ env: { DISCORD_GATEWAY: 'on' } });
    billing.discord.fault = (call) => (call === 'GET /gateway/bot' ? { body: gateway.forBots } : undefined);
    licence = await billing.issue();
    await billing.call('POST', '/v1/guild/members/lookup', { key: licence.key, json: { ids: [JOHN, NEWCOMER] } });
  }, 120_000);
  afterEach(async () => {
    await billing.stop();
    await gateway.stop();
  });

  const mirror = (at = billing): GuildMirror => at.app.get(GuildMirror, { strict: false });
  const status = (): string => billing.app.get(GatewayStatus, { strict: false }).state;
  const rolesOf = async (userId: string, at = billing): Promise<readonly string[] | null> =>
    (await mirror(at).newest(GUILD, userId))?.roles ?? null;
  const pushes = async (): Promise<string[]> =>
    (await billing.database.manager.find(PushEntity)).map(({ discordUserId }) => discordUserId).sort();
  /** From then on nothing is sent, so that what is to be sent can be seen. */
  const isLive = async (): Promise<void> => {
    await until('the guild is known', () => mirror().isLive(GUILD), 20_000);
    await billing.app.get(PushSender, { strict: false }).stop();
  };
  const holds = (userId: string, roles: readonly string[] | null, at = billing) =>
    until(
      `${userId} is known with ${String(roles)}`,
      async () => JSON.stringify(await rolesOf(userId, at)) === JSON.stringify(roles),
      20_000,
    );

  it('walks a guild once, pushes nothing of it, and hears what changes from then on', async () => {
    await isLive();
    expect(gateway.identified).toEqual([3]);
    expect(status()).toBe('live');
    expect(await rolesOf(JOHN)).toEqual([STUDENT]);
    expect(await pushes()).toEqual([]);
    billing.clock.advanceSeconds(1);
    gateway.member(GUILD, JOHN, [STUDENT]);
    gateway.member(GUILD, NEWCOMER, [PREMIUM], 'GUILD_MEMBER_ADD');
    await holds(NEWCOMER, [PREMIUM]);
    // Nobody is told of what does not change.
    expect(await pushes()).toEqual([NEWCOMER]);
  }, 60_000);

  it('keeps members sealed, and never says of somebody that they are absent', async () => {
    await isLive();
    billing.clock.advanceSeconds(1);
    gateway.tell('GUILD_MEMBER_REMOVE', { guild_id: GUILD, user: { id: JOHN } });
    await holds(JOHN, null);
    expect(await pushes()).toEqual([JOHN]);
    const rows = await billing.database.manager.find(MirrorMemberEntity);
    expect(JSON.stringify(rows)).not.toContain(STUDENT);
  }, 60_000);

  it('takes a deleted role from everybody who held it', async () => {
    await isLive();
    billing.clock.advanceSeconds(1);
    gateway.tell('GUILD_ROLE_DELETE', { guild_id: GUILD, role_id: STUDENT });
    await holds(JOHN, []);
    expect(await pushes()).toEqual([JOHN]);
  }, 60_000);

  it('resumes where it stood, and nothing that happened meanwhile is lost or told in its older states', async () => {
    await isLive();
    const walks = billing.discord.calls.filter((call) => call === `GET /guilds/${GUILD}/members`).length;
    gateway.drop();
    billing.clock.advanceSeconds(1);
    gateway.member(GUILD, JOHN, []);
    gateway.member(GUILD, JOHN, [STUDENT, PREMIUM]);
    await holds(JOHN, [STUDENT, PREMIUM]);
    expect(gateway.resumes).toBe(1);
    expect(billing.discord.calls.filter((call) => call === `GET /guilds/${GUILD}/members`)).toHaveLength(walks);
  }, 60_000);

  it('goes on with the session of the process before', async () => {
    await isLive();
    await billing.endProcess();
    gateway.member(GUILD, JOHN, [PREMIUM]);
    billing.clock.advanceSeconds(1);
    const next = await billing.another();
    try {
      await holds(JOHN, [PREMIUM], next);
      expect([gateway.identified.length, gateway.resumes]).toEqual([1, 1]);
    } finally {
      await next.endProcess();
    }
  }, 60_000);

  it('knows nothing after a session was lost until the guild was walked, and then tells what differs', async () => {
    await isLive();
    billing.clock.advanceSeconds(10);
    gateway.forget();
    billing.discord.members.set(JOHN, [PREMIUM]);
    billing.discord.members.set(NEWCOMER, [STUDENT]);
    await until('a new session began', () => gateway.identified.length === 2, 20_000);
    await holds(JOHN, [PREMIUM]);
    await holds(NEWCOMER, [STUDENT]);
    expect(await pushes()).toEqual([JOHN, NEWCOMER].sort());
  }, 60_000);

  it('does not believe a walk that Discord’s counts do not bear out', async () => {
    await isLive();
    billing.clock.advanceSeconds(10);
    billing.discord.fault = (call) => {
      if (call === 'GET /gateway/bot') return { body: gateway.forBots };
      return call.endsWith('/member-counts') ? { body: { [STUDENT]: 40 } } : undefined;
    };
    gateway.forget();
    const counted = (): number => billing.discord.calls.filter((call) => call.endsWith('/member-counts')).length;
    const before = counted();
    await until('the walk is compared', () => counted() >= before + 2, 20_000);
    expect(await mirror().isLive(GUILD)).toBe(false);
    expect(await rolesOf(JOHN)).toBeNull();
    expect(await pushes()).toEqual([]);
  }, 60_000);

  it('takes nothing for known while a guild is not available', async () => {
    await isLive();
    gateway.tell('GUILD_DELETE', { id: GUILD, unavailable: true });
    await until('the guild is not known', async () => !(await mirror().isLive(GUILD)));
    expect(await pushes()).toEqual([]);
  }, 60_000);

  it('reads members by polling, and says so, where Discord does not tell of them', async () => {
    await isLive();
    gateway.mayTellOfMembers = false;
    billing.clock.advanceSeconds(700);
    gateway.forget();
    billing.discord.members.set(JOHN, [PREMIUM]);
    await until('John is to be told about', async () => (await pushes()).includes(JOHN), 30_000);
    expect(status()).toBe('no_intent');
    expect(gateway.identified).toContain(1);
    expect(await mirror().isLive(GUILD)).toBe(false);
  }, 60_000);
});
