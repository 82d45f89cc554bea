import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BillingClient } from './billing-client.js';
import { BillingFailure } from './billing-failure.js';

const KEY = 'PLMS-AAAA-BBBB-CCCC-DDDD';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

describe('the billing client', () => {
  let server: Server;
  let baseUrl: string;
  let handler: Handler;
  let seen: {
    method: string | undefined;
    url: string | undefined;
    headers: IncomingMessage['headers'];
    body: string;
  }[];

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body });
        handler(request, response, body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (timeoutMs = 2000) => new BillingClient({ baseUrl, timeoutMs });
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Handler => {
    return (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
  };
  const failure = async (work: Promise<unknown>): Promise<BillingFailure> => {
    const error: unknown = await work.then(
      () => new Error('It succeeded.'),
      (reason: unknown) => reason,
    );
    if (!(error instanceof BillingFailure)) throw error;
    return error;
  };

  it('sends the licence key as bearer and answers the verification', async () => {
    const answer = {
      status: 'valid',
      clientId: 'c1',
      guild: { id: '900000000000000001', name: 'Demo' },
      expiresAt: null,
      assertion: 'a.b.c',
    };
    handler = json(200, answer);
    await expect(client().verifyLicence(KEY, { siteUrl: 'http://localhost:3000' })).resolves.toEqual(answer);
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(seen[0]?.body).toBe('{"siteUrl":"http://localhost:3000"}');
  });

  it('sends the correlation id along, and tells how each request ended by a route without ids', async () => {
    const told: string[] = [];
    const onAnswer = (route: string, outcome: string): void => void told.push(`${route} ${outcome}`);
    const telling = new BillingClient({ baseUrl, timeoutMs: 2000, requestId: () => 'request-0001', onAnswer });
    handler = json(404, { error: { code: 'snapshot_unknown', message: 'Gone.' } });
    await failure(telling.snapshot(KEY, 'an-id-of-a-snapshot'));
    handler = json(200, { keys: [] });
    await telling.jwks();
    expect(seen.map(({ headers }) => headers['x-request-id'])).toEqual(['request-0001', 'request-0001']);
    expect(told).toEqual(['GET /v1/guild/snapshots/:id snapshot_unknown', 'GET /.well-known/jwks.json ok']);
  });

  it('tells the code, the status and the pause of a refusal', async () => {
    handler = json(429, { error: { code: 'discord_rate_limited', message: 'Wait.' } }, { 'retry-after': '1.5' });
    await expect(failure(client().lookupMembers(KEY, ['1']))).resolves.toMatchObject({
      code: 'discord_rate_limited',
      status: 429,
      retryAfterMs: 1500,
    });
  });

  it.each(['licence_unknown', 'licence_expired', 'licence_revoked'])('passes on %s', async (code) => {
    handler = json(403, { error: { code, message: '' } });
    await expect(failure(client().verifyLicence(KEY, {}))).resolves.toMatchObject({ code });
  });

  it('takes roles that were read before it asked for no answer where they are to be read anew', async () => {
    const list = { guild: { id: '900000000000000001', name: 'Guild' }, roles: [], receivedAt: 5000, againInMs: 0 };
    handler = json(200, { ...list, readAt: 4999 });
    await expect(failure(client().guildRoles(KEY, { anew: true }))).resolves.toMatchObject({
      code: 'billing_unreachable',
    });
    await expect(client().guildRoles(KEY)).resolves.toMatchObject({ readAt: 4999 });
    handler = json(200, { ...list, readAt: 5000 });
    await expect(client().guildRoles(KEY, { anew: true })).resolves.toMatchObject({ readAt: 5000 });
    expect(seen.map(({ headers }) => headers['cache-control'])).toEqual(['no-cache', undefined, 'no-cache']);
  });

  it('takes an answer without the expected members for no answer, never for an empty one', async () => {
    handler = json(200, {});
    await expect(failure(client().guildRoles(KEY))).resolves.toMatchObject({ code: 'billing_unreachable' });
    handler = json(200, {
      guildId: '900000000000000001',
      receivedAt: 1,
      members: [{ id: '1', observation: { kind: 'member', at: 1 } }],
    });
    await expect(failure(client().lookupMembers(KEY, ['1']))).resolves.toMatchObject({ code: 'billing_unreachable' });
  });

  it('takes an answer that does not name its Discord server for no answer', async () => {
    const nameless = { receivedAt: 1, members: [], notMet: [] };
    handler = json(200, nameless);
    await expect(failure(client().lookupMembers(KEY, []))).resolves.toMatchObject({ code: 'billing_unreachable' });
    await expect(failure(client().lookupInSnapshot(KEY, 'x', []))).resolves.toMatchObject({
      code: 'billing_unreachable',
    });
    handler = json(200, {
      id: 'x',
      kind: 'walk',
      state: 'walking',
      failure: null,
      membersRead: 0,
      startedAt: 1,
      receivedAt: 2,
      membersTotal: null,
      finishedAt: null,
      proof: null,
    });
    await expect(failure(client().snapshot(KEY, 'x'))).resolves.toMatchObject({ code: 'billing_unreachable' });
  });

  it('takes the page of a proxy for no answer', async () => {
    handler = (_request, response) => response.writeHead(502).end('<html>Bad gateway</html>');
    await expect(failure(client().verifyLicence(KEY, {}))).resolves.toMatchObject({
      code: 'billing_unreachable',
      status: 502,
    });
  });

  it('asks again for a reading that got no answer, and succeeds when one comes', async () => {
    let calls = 0;
    handler = (request, response, body) => {
      calls += 1;
      if (calls < 3) request.socket.destroy();
      else json(200, { keys: [] })(request, response, body);
    };
    await expect(client().jwks()).resolves.toEqual({ keys: [] });
    expect(calls).toBe(3);
  });

  describe('with snapshots', () => {
    const ID = '8fe0b1d2-6d55-4b8c-9d3c-0c1f3f6f2b11';
    const ANNA = '123456789012345679';
    const snapshot = {
      id: ID,
      guildId: '900000000000000001',
      kind: 'walk',
      state: 'walking',
      failure: null,
      membersRead: 0,
      membersTotal: null,
      proof: null,
      startedAt: 1,
      finishedAt: null,
      receivedAt: 2,
    };
    const observation = { kind: 'member', roles: [], pending: false, guest: false, at: 1 };
    const found = (ids: readonly string[], notMet: readonly string[]) => ({
      guildId: snapshot.guildId,
      receivedAt: 3,
      members: ids.map((id) => ({ id, observation })),
      notMet,
    });

    it('starts one, follows it and looks users up in it', async () => {
      handler = json(200, snapshot);
      await expect(client().startSnapshot(KEY, { linked: 100_000, maxAgeMs: 60_000 })).resolves.toEqual(snapshot);
      await expect(client().snapshot(KEY, ID)).resolves.toEqual(snapshot);
      handler = json(200, found(['1'], [ANNA]));
      await expect(client().lookupInSnapshot(KEY, ID, ['1', ANNA])).resolves.toMatchObject({ notMet: [ANNA] });
      expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
        ['POST', '/v1/guild/snapshots', '{"linked":100000,"maxAgeMs":60000}'],
        ['GET', `/v1/guild/snapshots/${ID}`, ''],
        ['POST', `/v1/guild/snapshots/${ID}/lookup`, `{"ids":["1","${ANNA}"]}`],
      ]);
      expect(seen.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
    });

    it.each([
      [404, 'snapshot_unknown'],
      [409, 'snapshot_not_ready'],
    ] as const)('passes on %i %s', async (status, code) => {
      handler = json(status, { error: { code, message: '' } });
      await expect(failure(client().lookupInSnapshot(KEY, ID, ['1']))).resolves.toMatchObject({ code, status });
      await expect(failure(client().snapshot(KEY, ID))).resolves.toMatchObject({ code, status });
    });

    it.each([
      ['forgets one who was asked for', found(['1'], [])],
      ['tells of one who was not asked for', found(['1', ANNA, '3'], [])],
      ['does not say who was not met', { ...found(['1', ANNA], []), notMet: undefined }],
      ['tells roles that are none', { ...found([ANNA], []), members: [{ id: '1', observation: { kind: 'member' } }] }],
    ])('takes a lookup that %s for no answer', async (_, answer) => {
      handler = json(200, answer);
      const refused = await failure(client().lookupInSnapshot(KEY, ID, ['1', ANNA]));
      expect(refused.code).toBe('billing_unreachable');
    });

    it('takes a state that it does not know for no answer', async () => {
      handler = json(200, { ...snapshot, state: 'resting' });
      await expect(failure(client().snapshot(KEY, ID))).resolves.toMatchObject({ code: 'billing_unreachable' });
    });

    it('looks up again when the first answer was lost, since a lookup changes nothing', async () => {
      let calls = 0;
      handler = (request, response, body) => {
        if (++calls === 1) request.socket.destroy();
        else json(200, found(['1'], []))(request, response, body);
      };
      await expect(client().lookupInSnapshot(KEY, ID, ['1'])).resolves.toMatchObject({ members: [{ id: '1' }] });
    });
  });

  it('never repeats what changes something', async () => {
    handler = (request) => request.socket.destroy();
    await failure(client().createGuildRole(KEY, { name: 'VIP' }, 'once-1234'));
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers['idempotency-key']).toBe('once-1234');
  });

  it('gives up after the timeout', async () => {
    handler = () => undefined;
    await expect(failure(client(100).verifyLicence(KEY, {}))).resolves.toMatchObject({ code: 'billing_unreachable' });
  });

  it('follows no redirect, which would carry the key elsewhere', async () => {
    handler = (_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    await expect(failure(client().verifyLicence(KEY, {}))).resolves.toMatchObject({ code: 'billing_unreachable' });
  });

  it('refreshes with the licence as the OAuth client, and tells a used-up token from an outage', async () => {
    handler = json(200, {
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 604800,
      token_type: 'Bearer',
      scope: 'identify email',
    });
    await client().refreshToken({ clientId: 'c1', key: KEY, refreshToken: 'old' });
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      client_id: 'c1',
      client_secret: KEY,
      grant_type: 'refresh_token',
      refresh_token: 'old',
    });
    handler = json(400, { error: 'invalid_grant' });
    await expect(
      failure(client().refreshToken({ clientId: 'c1', key: KEY, refreshToken: 'old' })),
    ).resolves.toMatchObject({ code: 'oauth_invalid_grant' });
  });

  it('accepts the empty answer of a revocation', async () => {
    handler = (_request, response) => response.writeHead(200).end();
    await expect(client().revokeToken({ clientId: 'c1', key: KEY, token: 't' })).resolves.toBeUndefined();
  });

  it('tells that an access token is not accepted any more', async () => {
    handler = json(401, { message: '401: Unauthorized', code: 0 });
    await expect(failure(client().me('token'))).resolves.toMatchObject({ code: 'oauth_token_rejected', status: 401 });
  });

  it('keeps keys, tokens and addresses out of its failures', async () => {
    handler = json(500, { error: { code: 'internal_error', message: `about ${KEY}` } });
    const refused = await failure(client().verifyLicence(KEY, {}));
    server.closeAllConnections();
    server.close();
    const lost = await failure(client().verifyLicence(KEY, {}));
    for (const error of [refused, lost]) {
      const everything = JSON.stringify(error) + error.message + String(error.stack) + String(error.cause);
      expect(everything).not.toContain('PLMS-');
      expect(everything).not.toContain('127.0.0.1');
    }
  });

  it('tells whether a server answers at all', async () => {
    handler = json(503, {});
    await expect(client().answers()).resolves.toBe(true);
    server.closeAllConnections();
    server.close();
    await expect(client().answers()).resolves.toBe(false);
  });
});
