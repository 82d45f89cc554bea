import { once } from 'node:events';
import { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents, type SessionInfo } from '@discordjs/ws';
import type { GatewayDispatchPayload } from 'discord-api-types/v10';
import { WebSocket } from 'ws';
import { client, SandboxDriver } from '../../test/sandbox-driver.js';
import { demoGuildId, demoRoles } from '../world/demo-ids.js';
import { intents } from './gateway-codes.js';

const JOHN = '123456789012345678';
const BOTH = intents.guilds | intents.guildMembers;

/** A bot as others write them. */
class Bot {
  readonly seen: GatewayDispatchPayload[] = [];
  readonly manager: WebSocketManager;
  session: SessionInfo | null = null;
  private readonly waiting = new Set<() => void>();

  constructor(driver: SandboxDriver, wanted: number, from: SessionInfo | null = null) {
    this.session = from;
    const rest = new REST({ api: `${driver.sandbox.url}/api`, version: '10' }).setToken(client.botToken);
    this.manager = new WebSocketManager({
      token: client.botToken,
      intents: wanted,
      rest,
      retrieveSessionInfo: () => this.session,
      updateSessionInfo: (_shard, session) => {
        this.session = session;
      },
    });
    this.manager.on(WebSocketShardEvents.Error, () => undefined);
    this.manager.on(WebSocketShardEvents.Dispatch, (payload) => {
      this.seen.push(payload);
      for (const look of this.waiting) look();
    });
  }

  async connect(): Promise<this> {
    await this.manager.connect();
    return this;
  }

  /** When so many events of this kind were seen. */
  async saw(event: string, times = 1): Promise<GatewayDispatchPayload[]> {
    for (;;) {
      const found = this.seen.filter(({ t }) => String(t) === event);
      if (found.length >= times) return found;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.waiting.delete(look);
          resolve();
        };
        this.waiting.add(look);
      });
    }
  }

  async end(): Promise<void> {
    await this.manager.destroy();
  }
}

describe('the gateway', () => {
  let driver: SandboxDriver;
  const bots: Bot[] = [];

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterEach(async () => {
    await Promise.all(bots.splice(0).map((bot) => bot.end()));
  });
  afterAll(() => driver.close());

  const bot = async (wanted = BOTH, from: SessionInfo | null = null): Promise<Bot> => {
    const one = new Bot(driver, wanted, from);
    bots.push(one);
    return one.connect();
  };
  const setRoles = (roles: readonly string[]) =>
    driver.control('PUT', `/guilds/${demoGuildId}/members/${JOHN}`, { roles });
  const state = async () => (await driver.control('GET', '/gateway')).body as Record<string, unknown>;

  it('says READY and then the guilds, without their members', async () => {
    const one = await bot();
    const [created] = await one.saw('GUILD_CREATE');
    expect(created).toMatchObject({ d: { id: demoGuildId, unavailable: false, members: [{ user: { bot: true } }] } });
    expect(one.seen[0]).toMatchObject({ t: 'READY', d: { guilds: [{ id: demoGuildId, unavailable: true }] } });
  });

  it('tells of members and roles as they change, in order', async () => {
    const one = await bot();
    await setRoles([demoRoles.alumni]);
    await setRoles([]);
    await driver.control('DELETE', `/guilds/${demoGuildId}/members/${JOHN}`);
    await driver.control('DELETE', `/guilds/${demoGuildId}/roles/${demoRoles.alumni}`);
    await one.saw('GUILD_ROLE_DELETE');
    const told = one.seen.slice(2).map(({ t, d }) => [t, d]);
    expect(told).toMatchObject([
      ['GUILD_MEMBER_UPDATE', { guild_id: demoGuildId, user: { id: JOHN }, roles: [demoRoles.alumni] }],
      ['GUILD_MEMBER_UPDATE', { user: { id: JOHN }, roles: [] }],
      ['GUILD_MEMBER_REMOVE', { guild_id: demoGuildId, user: { id: JOHN } }],
      ['GUILD_ROLE_DELETE', { guild_id: demoGuildId, role_id: demoRoles.alumni }],
    ]);
    expect(one.seen.map(({ s }) => s)).toEqual(one.seen.map((_, at) => at + 1));
  });

  it('tells nothing of members to whom has not asked for them', async () => {
    const one = await bot(intents.guilds);
    await setRoles([]);
    await driver.control('DELETE', `/guilds/${demoGuildId}/roles/${demoRoles.alumni}`);
    await one.saw('GUILD_ROLE_DELETE');
    expect(one.seen.map(({ t }) => t)).not.toContain('GUILD_MEMBER_UPDATE');
  });

  it('tells whoever resumes what they missed', async () => {
    const one = await bot();
    await one.saw('GUILD_CREATE');
    await driver.control('PUT', '/gateway/faults', [{ event: 'GUILD_MEMBER_UPDATE', what: 'delay', delayMs: 1 }]);
    await driver.control('POST', '/gateway/close', { code: 4000 });
    await setRoles([demoRoles.alumni]);
    await one.saw('RESUMED');
    expect(await one.saw('GUILD_MEMBER_UPDATE')).toHaveLength(1);
    expect(await state()).toMatchObject({ counts: { identifies: 1, resumes: 1 } });
  });

  it('lets a program that was started anew resume, too', async () => {
    const first = await bot();
    await first.saw('GUILD_CREATE');
    const { session } = first;
    await first.manager.destroy({ code: 4000 });
    await setRoles([demoRoles.alumni]);
    const second = await bot(BOTH, session);
    await second.saw('GUILD_MEMBER_UPDATE');
    expect(second.seen.map(({ t }) => t)).not.toContain('READY');
  });

  it('begins anew where a session is over, and never tells what happened meanwhile', async () => {
    const one = await bot();
    await one.saw('GUILD_CREATE');
    await driver.control('POST', '/gateway/invalidate');
    await setRoles([demoRoles.alumni]);
    await one.saw('READY', 2);
    await one.saw('GUILD_CREATE', 2);
    expect(one.seen.map(({ t }) => t)).not.toContain('GUILD_MEMBER_UPDATE');
  }, 20_000);

  it('loses and repeats events when told so', async () => {
    const one = await bot();
    await one.saw('GUILD_CREATE');
    await driver.control('PUT', '/gateway/faults', [
      { event: 'GUILD_MEMBER_UPDATE', what: 'drop', times: 1 },
      { event: 'GUILD_MEMBER_UPDATE', what: 'duplicate', times: 1 },
    ]);
    await setRoles([demoRoles.alumni]);
    await setRoles([]);
    const told = await one.saw('GUILD_MEMBER_UPDATE', 2);
    expect(told.map(({ d }) => (d as { roles: string[] }).roles)).toEqual([[], []]);
  });

  it('tells of an outage of a guild as an outage', async () => {
    const one = await bot();
    await one.saw('GUILD_CREATE');
    await driver.control('PUT', `/guilds/${demoGuildId}/available`, { available: false });
    await setRoles([demoRoles.alumni]);
    await driver.control('PUT', `/guilds/${demoGuildId}/available`, { available: true });
    await one.saw('GUILD_CREATE', 2);
    expect((await one.saw('GUILD_DELETE'))[0]).toMatchObject({ d: { id: demoGuildId, unavailable: true } });
    expect(one.seen.map(({ t }) => t)).not.toContain('GUILD_MEMBER_UPDATE');
  });

  it.each([
    ['a wrong token', { token: 'wrong', intents: BOTH, properties: {} }, 4004],
    ['intents that do not exist', { token: client.botToken, intents: 1 << 30, properties: {} }, 4013],
    ['another shard', { token: client.botToken, intents: 1, properties: {}, shard: [1, 2] }, 4010],
  ])('refuses %s', async (_, identify, code) => {
    const socket = new WebSocket(`${driver.sandbox.url.replace('http', 'ws')}/gateway?v=10&encoding=json`);
    await once(socket, 'message');
    socket.send(JSON.stringify({ op: 2, d: identify }));
    const [closed] = (await once(socket, 'close')) as [number];
    expect(closed).toBe(code);
  });

  it('refuses the intent for members while the portal does not allow it', async () => {
    await driver.control('PUT', '/gateway', { allowsPrivileged: false });
    const one = new Bot(driver, BOTH);
    bots.push(one);
    await expect(one.connect()).rejects.toThrow();
    expect(await state()).toMatchObject({ counts: { identifies: 0, refused: 1 } });
  });

  it('gives up a connection that does not beat, and resumes it', async () => {
    await driver.control('PUT', '/gateway', { heartbeatMs: 100, ignoresHeartbeats: true });
    const one = await bot();
    await one.saw('GUILD_CREATE');
    await one.saw('RESUMED');
  }, 20_000);

  it('lists all members in chunks, once in half a minute', async () => {
    const one = await bot();
    await one.saw('GUILD_CREATE');
    const ask = { op: 8, d: { guild_id: demoGuildId, query: '', limit: 0 } } as const;
    await one.manager.send(0, ask);
    const [chunk] = await one.saw('GUILD_MEMBERS_CHUNK');
    expect(chunk).toMatchObject({ d: { chunk_index: 0, chunk_count: 1 } });
    await one.manager.send(0, ask);
    expect((await one.saw('RATE_LIMITED'))[0]).toMatchObject({
      d: { opcode: 8, meta: { guild_id: demoGuildId } },
    });
  });
});
