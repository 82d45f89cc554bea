import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { BillingUnderTest } from '../../../test/billing-under-test.js';
import { CLIENT_ID, GUILD, JOHN } from '../../../test/fake-discord.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PUBLIC_HEX = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
const ROLE = '111111111111111111';
const MANAGER = '268435456';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Plays Discord and the site: keeps what it was sent, and answers as told. */
class Peer {
  readonly received: Received[] = [];
  answer: (request: Received) => { status?: number; body: unknown } = () => ({ body: {} });
  private server: Server | null = null;

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.reply(request, response));
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  async waitFor(matches: (request: Received) => boolean): Promise<Received> {
    const end = Date.now() + 10_000;
    for (;;) {
      const found = this.received.find(matches);
      if (found) return found;
      if (Date.now() > end) throw new Error('It was not sent within ten seconds.');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  private async reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { method = '', url = '', headers } = request;
    const received = { method, path: url, authorization: headers.authorization, body: text };
    this.received.push(received);
    const { status = 200, body } = this.answer(received);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

describe('Requests that Discord signs', () => {
  const peer = new Peer();
  let billing: BillingUnderTest;
  let peerUrl: string;
  let made = 0;

  beforeAll(async () => {
    peerUrl = await peer.start();
    peer.answer = ({ path }) => ({ body: path.includes('/commands') ? [] : {} });
    billing = await BillingUnderTest.start({
      env: { DISCORD_PUBLIC_KEY: PUBLIC_HEX, DISCORD_API_URL: `${peerUrl}/api` },
    });
    const { key, clientId } = await billing.issue();
    issued = { key, clientId };
    await billing.call('PUT', '/v1/site', {
      key,
      json: { url: peerUrl, webserviceToken: 'a1b2c3d4e5f60718293a4b5c6d7e8f90' },
    });
  }, 120_000);
  afterAll(async () => {
    await billing.stop();
    peer.stop();
  });
  beforeEach(() => {
    peer.received.length = 0;
  });

  let issued: { key: string; clientId: string };

  const send = async (
    body: unknown,
    {
      path = '/interactions',
      age = 0,
      headers = {},
    }: { path?: string; age?: number; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; text: string }> => {
    const text = JSON.stringify(body);
    const timestamp = String(billing.clock.nowSeconds() - age);
    const signature = sign(null, Buffer.from(timestamp + text), privateKey).toString('hex');
    const response = await fetch(billing.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-signature-ed25519': signature,
        'x-signature-timestamp': timestamp,
        ...headers,
      },
      body: text,
    });
    return { status: response.status, text: await response.text() };
  };
  const command = (name: string, given: Readonly<Record<string, unknown>> = {}) => {
    const id = String((BigInt(billing.clock.nowMs() - 1_420_070_400_000) << 22n) + BigInt(++made));
    return {
      id,
      application_id: CLIENT_ID,
      type: 2,
      token: `token-${made}`,
      guild_id: GUILD,
      member: { user: { id: JOHN, username: 'john' }, roles: [ROLE], permissions: '0', pending: false, flags: 0 },
      data: { id: ROLE, type: 1, name },
      ...given,
    };
  };
  const replyTo = async (interaction: { token: string }): Promise<{ content: string; flags: number }> => {
    const sent = await peer.waitFor(
      ({ method, path }) => method === 'PATCH' && path.includes(`/${interaction.token}/`),
    );
    expect(sent.path).toBe(`/api/v10/webhooks/${CLIENT_ID}/${interaction.token}/messages/@original`);
    expect(sent.authorization).toBeUndefined();
    return JSON.parse(sent.body) as { content: string; flags: number };
  };
  const siteSays = (answers: Readonly<Record<string, unknown>>): void => {
    peer.answer = ({ body }) => {
      const wsfunction = new URLSearchParams(body).get('wsfunction')?.replace('local_pulsetech_discord_', '') ?? '';
      return { body: answers[wsfunction] ?? {} };
    };
  };

  test('are answered to a ping', async () => {
    expect(await send({ type: 1, application_id: CLIENT_ID })).toEqual({ status: 200, text: '{"type":1}' });
    expect(createPublicKey(privateKey).asymmetricKeyType).toBe('ed25519');
  });

  test.each([
    ['without a signature', { 'x-signature-ed25519': '' }],
    ['with a wrong signature', { 'x-signature-ed25519': 'ab'.repeat(64) }],
    ['with a signature that is none', { 'x-signature-ed25519': 'zz' }],
    ['with another time than was signed', { 'x-signature-timestamp': '1700000000' }],
  ])('are refused %s', async (_how, headers) => {
    expect((await send({ type: 1, application_id: CLIENT_ID }, { headers })).status).toBe(401);
  });

  test('are refused when they are old, of another application, or came before', async () => {
    expect((await send({ type: 1, application_id: CLIENT_ID }, { age: 301 })).status).toBe(401);
    expect((await send({ type: 1, application_id: '900000000000000999' })).status).toBe(401);
    const again = command('link');
    expect((await send(again)).status).toBe(200);
    expect((await send(again)).status).toBe(401);
  });

  test('are refused when they are large', async () => {
    const padding = 'x'.repeat(70_000);
    expect((await send({ type: 1, application_id: CLIENT_ID, padding })).status).toBe(413);
  });

  test('`/link` gives an address for this account, for ten minutes', async () => {
    const { text } = await send(command('link'));
    const answer = JSON.parse(text) as {
      type: number;
      data: {
        flags: number;
        allowed_mentions: unknown;
        components: { components: { url: string; style: number }[] }[];
      };
    };
    expect(answer).toMatchObject({ type: 4, data: { flags: 64, allowed_mentions: { parse: [] } } });
    const url = new URL(answer.data.components[0]?.components[0]?.url ?? '');
    expect(url.href.length).toBeLessThanOrEqual(512);
    expect(`${url.origin}${url.pathname}`).toBe(`${peerUrl}/local/pulsetech_discord/link.php`);
    const keys = (await (await fetch(`${billing.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(url.searchParams.get('from') ?? '', createLocalJWKSet(keys), {
      audience: issued.clientId,
      currentDate: new Date(billing.clock.nowMs()),
    });
    expect(payload).toMatchObject({ sub: JOHN, guild: GUILD, name: 'john', exp: billing.clock.nowSeconds() + 600 });
  });

  test('`/link` says when no site belongs to the server', async () => {
    const { text } = await send(command('link', { guild_id: '900000000000000777' }));
    expect(text).toContain('No learning site is connected');
  });

  test('`/courses` lists the courses of the person, whatever they are called', async () => {
    siteSays({
      get_user_courses: { found: true, courses: [{ id: 5, fullname: '@everyone *Basics*', roles: ['Student'] }] },
    });
    const interaction = command('courses');
    expect(JSON.parse((await send(interaction)).text)).toEqual({ type: 5, data: { flags: 64 } });
    const { content, flags } = await replyTo(interaction);
    expect(content).toBe('Your courses:\n• \\@everyone \\*Basics\\* (Student)');
    expect(flags).toBe(64);
  });

  test('`/courses` says how to link', async () => {
    siteSays({ get_user_courses: { found: false, courses: [] } });
    const interaction = command('courses');
    await send(interaction);
    expect((await replyTo(interaction)).content).toContain('`/link`');
  });

  test('`/sync` applies the roles that came with the command, without asking Discord', async () => {
    const change = { action: 'enrolled', course: 'Introduction', role: 'Student' };
    siteSays({ sync_user_roles: { success: true, changes: [change] } });
    const interaction = command('sync');
    await send(interaction);
    expect((await replyTo(interaction)).content).toBe(
      'Your courses were brought into line:\n• Added: Introduction (Student)',
    );
    const asked = peer.received.find(({ path }) => path === '/webservice/rest/server.php');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({
      wsfunction: 'local_pulsetech_discord_sync_user_roles',
      discord_id: JOHN,
      guild_id: GUILD,
      member_state: 'member',
      'discord_roles[0]': ROLE,
    });
    expect(peer.received.filter(({ path }) => path.includes('/members'))).toEqual([]);
  });

  test('`/sync-user` is for people who may manage roles', async () => {
    siteSays({ sync_user_roles: { success: true, changes: [] } });
    const target = '123456789012345679';
    const data = {
      name: 'sync-user',
      options: [{ name: 'user', type: 6, value: target }],
      resolved: { members: { [target]: { roles: [], pending: false, flags: 0 } } },
    };
    expect((await send(command('sync-user', { data }))).text).toContain('may manage roles');
    expect(peer.received).toEqual([]);
    const member = { user: { id: JOHN, username: 'john' }, roles: [], permissions: MANAGER };
    const interaction = command('sync-user', { data, member });
    await send(interaction);
    expect((await replyTo(interaction)).content).toContain('Nothing had to change');
    const asked = peer.received.find(({ path }) => path === '/webservice/rest/server.php');
    expect(new URLSearchParams(asked?.body).get('discord_id')).toBe(target);
  });

  test('a site that does not answer is told of as such', async () => {
    peer.answer = ({ path }) => ({ status: path.startsWith('/webservice') ? 502 : 200, body: {} });
    const interaction = command('sync');
    await send(interaction);
    expect((await replyTo(interaction)).content).toContain('does not answer');
  });

  test('events are taken as often as they come, and those that mean nothing here as well', async () => {
    const path = '/webhook-events';
    const timestamp = new Date(billing.clock.nowMs()).toISOString();
    const event = { type: 'APPLICATION_DEAUTHORIZED', timestamp, data: { user: { id: JOHN } } };
    const body = { version: 1, application_id: CLIENT_ID, type: 1, event };
    expect(await send({ version: 1, application_id: CLIENT_ID, type: 0 }, { path })).toEqual({ status: 204, text: '' });
    expect((await send(body, { path })).status).toBe(204);
    expect((await send(body, { path })).status).toBe(204);
    expect((await send({ ...body, event: { type: 'QUEST_USER_ENROLLMENT' } }, { path })).status).toBe(204);
    expect((await send(body, { path, headers: { 'x-signature-ed25519': '' } })).status).toBe(401);
  });
});

describe('Without the public key of the application', () => {
  test('nothing is answered, and the state of the server says so', async () => {
    const billing = await BillingUnderTest.start();
    expect((await billing.call('POST', '/interactions', { json: { type: 1 } })).status).toBe(404);
    const health = await billing.call('GET', '/health');
    expect(JSON.stringify(health.body)).toContain('DISCORD_PUBLIC_KEY');
    await billing.stop();
  }, 120_000);
});
