import { createHash } from 'node:crypto';
import { FakeDiscord } from '../test/fake-discord.js';
import { DiscordOAuthClient } from './discord-oauth-client.js';
import { DiscordOAuthFailure } from './discord-oauth-failure.js';

const SECRET = 'the-client-secret';
const tokens = {
  access_token: 'access',
  refresh_token: 'refresh',
  token_type: 'Bearer',
  expires_in: 604800,
  scope: 'identify email',
};

describe('the OAuth client', () => {
  let discord: FakeDiscord;
  let client: DiscordOAuthClient;

  beforeEach(async () => {
    discord = await new FakeDiscord().start();
    client = new DiscordOAuthClient({
      clientId: '900000000000000100',
      clientSecret: SECRET,
      apiUrl: `${discord.url}/api`,
      authorizeUrl: 'https://discord.com/oauth2/authorize',
      issuer: 'https://discord.com',
      timeoutMs: 400,
    });
  });
  afterEach(() => discord.stop());

  const exchange = (): Promise<unknown> =>
    client.exchangeCode({ code: 'the-code', redirectUri: 'https://b.example/cb', verifier: 'v'.repeat(43) });
  const failure = async (work: Promise<unknown>): Promise<DiscordOAuthFailure> => {
    const error: unknown = await work.then(
      () => new Error('It succeeded.'),
      (reason: unknown) => reason,
    );
    if (!(error instanceof DiscordOAuthFailure)) throw error;
    return error;
  };

  it('sends the browser to Discord with state and the S256 challenge of the verifier', () => {
    const url = new URL(
      client.authorizeUrl({
        redirectUri: 'https://b.example/cb',
        scope: 'identify email',
        state: 's',
        verifier: 'verifier',
        prompt: 'none',
      }),
    );
    expect(url.origin + url.pathname).toBe('https://discord.com/oauth2/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: '900000000000000100',
      redirect_uri: 'https://b.example/cb',
      scope: 'identify email',
      state: 's',
      prompt: 'none',
      code_challenge: createHash('sha256').update('verifier').digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('exchanges a code by form, with the secret and the verifier', async () => {
    discord.answer = () => ({ body: tokens });
    await expect(exchange()).resolves.toEqual(tokens);
    const [seen] = discord.seen;
    expect(seen?.url).toBe('/api/v10/oauth2/token');
    expect(seen?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(seen?.body))).toEqual({
      client_id: '900000000000000100',
      client_secret: SECRET,
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'https://b.example/cb',
      code_verifier: 'v'.repeat(43),
    });
  });

  it('refreshes, revokes, and reads the user with the user’s own token', async () => {
    discord.answer = ({ url }) => ({
      body: url.endsWith('/token') ? tokens : url.endsWith('/@me') ? { id: '1', username: 'john' } : {},
    });
    await expect(client.refresh('old')).resolves.toEqual(tokens);
    await expect(client.revoke('old')).resolves.toBeUndefined();
    await expect(client.currentUser('access')).resolves.toMatchObject({ username: 'john' });
    expect(discord.seen.map((request) => request.url)).toEqual([
      '/api/v10/oauth2/token',
      '/api/v10/oauth2/token/revoke',
      '/api/v10/users/@me',
    ]);
    expect(discord.seen[2]?.headers.authorization).toBe('Bearer access');
  });

  it.each([
    [400, { error: 'invalid_grant', error_description: 'Invalid "code" in request.' }, 'invalid_grant'],
    [401, { error: 'invalid_client' }, 'invalid_client'],
    [400, { error: 'invalid_request' }, 'invalid_request'],
    [401, { message: '401: Unauthorized', code: 0 }, 'token_invalid'],
    [500, {}, 'discord_unavailable'],
    [403, '<html>Blocked</html>', 'discord_unavailable'],
    [401, '<html>Sign in to the hotel network</html>', 'discord_unavailable'],
    [200, { access_token: 'only' }, 'discord_unavailable'],
    [200, '<html>Welcome to the hotel network</html>', 'discord_unavailable'],
  ])('names an answer %i %j %s', async (status, body, code) => {
    discord.answer = () => ({ status, body });
    await expect(failure(exchange())).resolves.toMatchObject({ code });
    expect(discord.seen).toHaveLength(1);
  });

  it('tells how long Discord wants it to wait', async () => {
    discord.answer = () => ({ status: 429, headers: { 'retry-after': '2.5' }, body: {} });
    await expect(failure(exchange())).resolves.toMatchObject({ code: 'discord_rate_limited', retryAfterMs: 2500 });
  });

  it('gives up after the timeout, and follows no redirect with the secret', async () => {
    discord.answer = () => ({ delayMs: 3000 });
    await expect(failure(exchange())).resolves.toMatchObject({ code: 'discord_unavailable' });
    discord.answer = () => ({ status: 307, headers: { location: '/elsewhere' } });
    await expect(failure(exchange())).resolves.toMatchObject({ code: 'discord_unavailable' });
    expect(discord.seen).toHaveLength(2);
  });

  it('accepts answers that name Discord or nobody as issuer, and no other', () => {
    expect(client.acceptsIssuer(undefined)).toBe(true);
    expect(client.acceptsIssuer('https://discord.com')).toBe(true);
    expect(client.acceptsIssuer('https://discord.com.evil.example')).toBe(false);
  });

  it('tells the log of what is wrong with Discord or with us, not of a code that was used', async () => {
    const told: unknown[] = [];
    const speaking = new DiscordOAuthClient({
      clientId: '900000000000000100',
      clientSecret: SECRET,
      apiUrl: `${discord.url}/api`,
      authorizeUrl: 'https://discord.com/oauth2/authorize',
      issuer: 'https://discord.com',
      onFailure: (found, path) => told.push([found.code, path]),
    });
    discord.answer = () => ({ status: 400, body: { error: 'invalid_grant' } });
    await failure(speaking.refresh('token'));
    discord.answer = () => ({ status: 401, body: { error: 'invalid_client' } });
    await failure(speaking.refresh('token'));
    expect(told).toEqual([['invalid_client', '/oauth2/token']]);
  });

  it('keeps secret, code and tokens out of its failures', async () => {
    discord.answer = () => ({ status: 400, body: { error: 'invalid_grant', error_description: `${SECRET} the-code` } });
    const found = await failure(exchange());
    const everything = JSON.stringify(found) + found.message + String(found.stack) + String(found.cause);
    for (const secret of [SECRET, 'the-code']) expect(everything).not.toContain(secret);
  });
});
