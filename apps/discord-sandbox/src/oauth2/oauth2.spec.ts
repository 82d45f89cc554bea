import { createHash } from 'node:crypto';
import { schemaFaults } from '../../test/discord-schemas.js';
import { type Answer, client, SandboxDriver } from '../../test/sandbox-driver.js';

const newbie = '200000000000000001';
const verifier = 'a-verifier-of-at-least-forty-three-characters';
const challenge = createHash('sha256').update(verifier).digest('base64url');

const request = {
  response_type: 'code',
  client_id: client.clientId,
  redirect_uri: client.redirectUri,
  scope: 'identify email',
  state: 'a state/with & signs',
  code_challenge: challenge,
  code_challenge_method: 'S256',
};

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

describe('signing in with the sandbox', () => {
  let driver: SandboxDriver;

  beforeAll(async () => {
    driver = await SandboxDriver.start();
  });
  beforeEach(async () => {
    await driver.control('POST', '/reset');
  });
  afterAll(() => driver.close());

  const page = (
    changes: Record<string, string | null> = {},
    headers: Record<string, string> = {},
    path = '/oauth2/authorize',
  ) => {
    const query = Object.entries({ ...request, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    return driver.browse(`${path}?${new URLSearchParams(query).toString()}`, headers);
  };
  const requestId = (answer: Answer) => /name="request_id"\s+value="([^"]+)"/.exec(answer.text)?.[1] ?? '';
  const decide = async (form: Record<string, string>, changes: Record<string, string | null> = {}) =>
    driver.post('/oauth2/authorize', { request_id: requestId(await page(changes)), ...form });
  const target = (answer: Answer) => new URL(answer.headers.get('location') ?? '');

  const codeFor = async (persona: string, changes: Record<string, string | null> = {}) =>
    target(await decide({ decision: 'authorize', persona }, changes)).searchParams.get('code') ?? '';
  const redeem = (code: string, changes: Record<string, string> = {}) =>
    driver.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
      ...changes,
    });
  const tokensFor = async (persona: string, scope = request.scope) =>
    (await redeem(await codeFor(persona, { scope }))).body as Tokens;
  const me = (token: string) => driver.as(`Bearer ${token}`, '/users/@me');

  const badCode = { error: 'invalid_grant', error_description: 'Invalid "code" in request.' };
  const badRefresh = { error: 'invalid_grant', error_description: 'Invalid "refresh_token" in request' };

  it.each(['/oauth2/authorize', '/api/oauth2/authorize'])('shows the personas and both buttons at %s', async (path) => {
    const { status, text } = await page({}, {}, path);
    expect(status).toBe(200);
    expect(text).toContain('Discord sandbox, not the real Discord');
    expect(text.match(/type="radio"/g)).toHaveLength(11);
    expect(text).toMatch(/<label for="p200000000000000001">\s*<strong>newbie<\/strong> — Nova Newbie/);
    expect(text).toMatch(/value="cancel"[^>]*>\s*Cancel\s*</);
    expect(text).toMatch(/value="authorize"[^>]*>\s*Authorize\s*</);
    expect(text).not.toContain(' checked');
  });

  it('chooses the persona of the address beforehand, even one that is not in the list', async () => {
    expect((await page({ persona: newbie })).text).toMatch(/value="200000000000000001"\s+required\s+checked/);
    expect((await page({ persona: '300000000000001001' })).text).toMatch(
      /value="300000000000001001"\s+required\s+checked/,
    );
  });

  it.each([
    ['an unknown application', { client_id: '1' }],
    ['an address that is not registered', { redirect_uri: 'https://evil.example/' }],
    ['a registered address with one slash more', { redirect_uri: `${client.redirectUri}/` }],
    ['no address', { redirect_uri: null }],
    ['another response type', { response_type: 'token' }],
    ['no scope', { scope: null }],
    ['the plain challenge method', { code_challenge_method: 'plain' }],
    ['a challenge without a method', { code_challenge_method: null }],
    ['a method without a challenge', { code_challenge: null }],
    ['an unknown prompt', { prompt: 'login' }],
  ])('shows its own error page, and never sends the browser on, for %s', async (_, changes) => {
    const { status, headers, text } = await page(changes);
    expect(status).toBe(400);
    expect(headers.get('location')).toBeNull();
    expect(text).toContain('This request cannot be authorized');
  });

  it('sends the browser back with invalid_scope for a scope that Discord does not know', async () => {
    expect(target(await page({ scope: 'identify everything' })).searchParams.get('error')).toBe('invalid_scope');
  });

  it('sends a code, the state unchanged and the issuer after consent', async () => {
    const answer = await decide({ decision: 'authorize', persona: newbie });
    expect(answer.status).toBe(302);
    const { origin, pathname, searchParams } = target(answer);
    expect(origin + pathname).toBe(client.redirectUri);
    expect([...searchParams.keys()].sort()).toEqual(['code', 'iss', 'state']);
    expect(searchParams.get('state')).toBe(request.state);
    expect(searchParams.get('iss')).toBe(driver.sandbox.url);
  });

  it('says access_denied after a refusal', async () => {
    const answer = await decide({ decision: 'cancel' });
    expect(answer.headers.get('location')).toContain(
      'error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request&state=',
    );
  });

  it('takes a decision once, from its own page, and with a persona', async () => {
    const id = requestId(await page());
    const form = { request_id: id, decision: 'authorize', persona: newbie };
    expect((await driver.post('/oauth2/authorize', form, { origin: 'https://evil.example' })).status).toBe(400);
    const unchosen = await driver.post('/oauth2/authorize', { request_id: id, decision: 'authorize' });
    expect(unchosen.status).toBe(400);
    expect(unchosen.text).toContain('Choose who you are first.');
    expect((await driver.post('/oauth2/authorize', form, { origin: driver.sandbox.url })).status).toBe(302);
    expect((await driver.post('/oauth2/authorize', form)).status).toBe(400);
    expect((await driver.post('/oauth2/authorize', { ...form, request_id: 'guessed' })).status).toBe(400);
  });

  it('skips the page for prompt=none once that browser granted the scopes', async () => {
    const granted = await decide({ decision: 'authorize', persona: newbie });
    const cookie = granted.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await page({ prompt: 'none' })).status).toBe(200);
    expect((await page({ prompt: 'none', scope: 'identify guilds' }, { cookie })).status).toBe(200);
    const skipped = await page({ prompt: 'none', scope: 'identify' }, { cookie });
    const code = target(skipped).searchParams.get('code') ?? '';
    expect((await redeem(code)).body).toMatchObject({ scope: 'identify' });
  });

  it('gives tokens for a code and tells who signed in', async () => {
    const { status, headers, body } = await redeem(await codeFor(newbie));
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'Bearer',
      access_token: expect.any(String),
      expires_in: 604_800,
      refresh_token: expect.any(String),
      scope: 'identify email',
    });
    expect([...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
    const user = await me((body as Tokens).access_token);
    expect(schemaFaults('UserPIIResponse', user.body)).toEqual([]);
    expect(user.body).toMatchObject({ id: newbie, discriminator: '0', email: 'newbie@example.com', verified: true });
  });

  it('takes the client by HTTP Basic too, and nobody with a wrong secret', async () => {
    const form = { grant_type: 'authorization_code', redirect_uri: client.redirectUri, code_verifier: verifier };
    const basic = (secret: string) => ({ authorization: `Basic ${btoa(`${client.clientId}:${secret}`)}` });
    const code = await codeFor(newbie);
    for (const headers of [basic('wrong'), {}]) {
      const { status, body } = await driver.post('/api/oauth2/token', { ...form, code }, headers);
      expect([status, body]).toEqual([401, { error: 'invalid_client' }]);
    }
    expect((await driver.post('/api/oauth2/token', { ...form, code }, basic(client.clientSecret))).status).toBe(200);
  });

  it('refuses JSON, other grants and a missing redirect URI', async () => {
    const response = await fetch(`${driver.sandbox.url}/api/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request' }),
    ]);
    expect((await driver.token({ grant_type: 'password' })).body).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await redeem(await codeFor(newbie), { redirect_uri: '' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: 'Invalid "redirect_uri" in request.' },
    });
  });

  it('redeems a code once, in time, and only for the address it was made for', async () => {
    const code = await codeFor(newbie);
    expect((await redeem(code)).status).toBe(200);
    expect(await redeem(code)).toMatchObject({ status: 400, body: badCode });
    const other = { redirect_uri: 'http://127.0.0.1:3001/other' };
    expect((await redeem(await codeFor(newbie), other)).body).toEqual(badCode);
    const intime = await codeFor(newbie);
    const late = await codeFor(newbie);
    driver.letPass(95_000);
    expect((await redeem(intime)).status).toBe(200);
    driver.letPass(6_000);
    expect((await redeem(late)).body).toEqual(badCode);
  });

  it('holds the code to its verifier', async () => {
    const short = await redeem(await codeFor(newbie), { code_verifier: 'too-short' });
    expect(short.body).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('code_verifier'),
    });
    const code = await codeFor(newbie);
    expect((await redeem(code, { code_verifier: verifier.toUpperCase() })).body).toMatchObject({
      error: 'invalid_grant',
    });
    expect((await redeem(code)).body).toEqual(badCode);
  });

  it('works without PKCE for a confidential client, as Discord does', async () => {
    const code = await codeFor(newbie, { code_challenge: null, code_challenge_method: null });
    expect((await redeem(code)).status).toBe(200);
  });

  it('rotates refresh tokens and takes each once', async () => {
    const first = await tokensFor(newbie);
    const refresh = (token: string) => driver.token({ grant_type: 'refresh_token', refresh_token: token });
    const second = (await refresh(first.refresh_token)).body as Tokens;
    expect(second).toMatchObject({ token_type: 'Bearer', scope: 'identify email' });
    expect((await me(second.access_token)).status).toBe(200);
    expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, body: badRefresh });
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('lets access tokens die after seven days', async () => {
    const { access_token } = await tokensFor(newbie);
    driver.letPass(604_801_000);
    expect(await me(access_token)).toMatchObject({ status: 401, body: { message: '401: Unauthorized', code: 0 } });
  });

  it('ends all tokens of the user, and of nobody else, when one is revoked', async () => {
    const [one, two, other] = [await tokensFor(newbie), await tokensFor(newbie), await tokensFor('200000000000000002')];
    const answer = await driver.token({ token: one.refresh_token }, '/api/v10/oauth2/token/revoke');
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect((await me(one.access_token)).status).toBe(401);
    expect((await me(two.access_token)).status).toBe(401);
    expect((await driver.token({ grant_type: 'refresh_token', refresh_token: two.refresh_token })).body).toEqual(
      badRefresh,
    );
    expect((await me(other.access_token)).status).toBe(200);
    expect((await driver.token({ token: 'unknown' }, '/api/oauth2/token/revoke')).status).toBe(200);
  });

  it('tells the address and whether it is verified only with the scope for it', async () => {
    const without = (await me((await tokensFor(newbie, 'identify')).access_token)).body;
    expect(without).not.toHaveProperty('email');
    expect(without).not.toHaveProperty('verified');
    const unverified = await me((await tokensFor('200000000000000003')).access_token);
    expect(unverified.body).toMatchObject({ email: 'anna@example.com', verified: false });
    const none = await me((await tokensFor('200000000000000004')).access_token);
    expect(none.body).toMatchObject({ email: null, verified: false });
    expect(schemaFaults('UserPIIResponse', none.body)).toEqual([]);
    expect((await me((await tokensFor(newbie, 'guilds')).access_token)).status).toBe(401);
  });

  it('describes the authorization as the schema of Discord demands', async () => {
    const { access_token } = await tokensFor(newbie);
    const { status, body } = await driver.as(`Bearer ${access_token}`, '/oauth2/@me');
    expect(status).toBe(200);
    expect(schemaFaults('OAuth2GetAuthorizationResponse', body)).toEqual([]);
    expect(body).toMatchObject({
      scopes: ['identify', 'email'],
      user: { id: newbie },
      application: { id: client.clientId },
    });
    expect((await driver.as('Bearer unknown', '/oauth2/@me')).status).toBe(401);
  });

  it('knows its own bot by the bot token', async () => {
    const { body } = await driver.bot('GET', '/users/@me');
    expect(schemaFaults('UserPIIResponse', body)).toEqual([]);
    expect(body).toMatchObject({ id: client.clientId, bot: true });
  });
});
