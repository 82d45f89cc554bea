import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { Chromium } from './harness/chromium.js';
import { ACCOUNTS, DISCORD_IDS } from './harness/discord-people.js';
import { RecordingProxy } from './harness/recording-proxy.js';
import { RunningProduct } from './harness/running-product.js';
import { secretsIn, SecretCollection } from './harness/secrets-in-text.js';
import { SiteAdmin } from './harness/site-admin.js';
import { PAGES, Visitor } from './harness/visitor.js';

let product: RunningProduct;
let chromium: Chromium;
let toDiscord: RecordingProxy;
let toBilling: RecordingProxy;
const secrets = new SecretCollection();
/** All that the browser and the servers said to each other. */
let wire = '';

/** Everything that the browser sent and got, headers and bodies. */
async function recordTraffic(page: Page): Promise<() => Promise<string>> {
  const parts: Promise<string>[] = [];
  page.on('response', (response) => {
    const request = response.request();
    parts.push(
      (async () => {
        const sent = JSON.stringify(await request.allHeaders());
        const got = JSON.stringify(await response.headersArray());
        const body = await response.text().catch(() => 'no body: a redirect');
        return `${request.method()} ${request.url()}\n${sent}\n${request.postData() ?? ''}\n${got}\n${body}`;
      })(),
    );
  });
  return async () => (await Promise.all(parts)).join('\n');
}

beforeAll(async () => {
  let addresses = { sandbox: '', billing: '' };
  toDiscord = await RecordingProxy.start(() => addresses.sandbox);
  toBilling = await RecordingProxy.start(() => addresses.billing);
  product = await RunningProduct.start({
    logLevel: 'trace',
    adjust: (deployment) => {
      addresses = deployment.local;
      const { api, billing, sandbox } = deployment.environments;
      return {
        ...deployment,
        environments: {
          sandbox,
          api: { ...api, BILLING_URL: toBilling.url },
          billing: { ...billing, DISCORD_API_URL: `${toDiscord.url}/api` },
        },
      };
    },
  });
  chromium = await Chromium.launch();
  await walkTheWholeRoad();
});

afterAll(async () => {
  await chromium?.close();
  await toDiscord?.stop();
  await toBilling?.stop();
});

async function walkTheWholeRoad(): Promise<void> {
  const visitor = new Visitor(await chromium.newPerson(), product.url);
  const traffic = await recordTraffic(visitor.page);
  await visitor.continueWithDiscord();
  await visitor.authorizeAs('newbie');
  await visitor.page.waitForURL(`**${PAGES.dashboard}`);
  await visitor.courses();
  await visitor.open(PAGES.link);
  await visitor.page.getByRole('button', { name: 'Sync Now' }).click();
  await visitor.page.getByText(/^Synced/).waitFor();

  const other = new Visitor(await chromium.newPerson(), product.url);
  const otherTraffic = await recordTraffic(other.page);
  await other.signInWithPassword(ACCOUNTS.maria.username, ACCOUNTS.maria.password);
  await other.startLinking();
  await other.authorizeAs('animated');
  await other.page.getByText('Your Discord account is linked').waitFor();

  const admin = await SiteAdmin.signIn(product.url);
  await admin.save({ licenceKey: product.licence.key });
  const created = await admin.client.post<{ token: string }>('/api/v1/tokens', { name: 'bot' });
  const query = `wsfunction=local_pulsetech_discord_get_user_by_discord_id&discord_id=${DISCORD_IDS.john}`;
  await fetch(`${product.url}/webservice/rest/server.php?wstoken=${created.body.token}&${query}`);
  await fetch(`${product.url}/webservice/rest/server.php?${query}`, {
    headers: { authorization: `Bearer ${created.body.token}` },
  });
  await admin.client.post('/api/v1/tokens/billing');
  const login = await tokenByPassword(ACCOUNTS.admin);
  collect(`${await traffic()}\n${await otherTraffic()}`, [created.body.token, login]);
}

/** As an app signs in with a person's name and password. */
async function tokenByPassword({ username, password }: { username: string; password: string }): Promise<string> {
  const body = new URLSearchParams({ username, password, service: 'local_pulsetech_discord' });
  const answer = await fetch(`${product.url}/login/token.php`, { method: 'POST', body });
  return ((await answer.json()) as { token: string }).token;
}

function collect(browser: string, webserviceTokens: readonly string[]): void {
  wire = [browser, toDiscord.text(), toBilling.text()].join('\n');
  secrets.addMatches('authorisation code', wire, /[?&\s]code=([\w.~%+-]{16,})/g);
  secrets.addMatches('state', wire, /[?&]state=([\w.~%+-]{16,})/g);
  secrets.addMatches('PKCE verifier', wire, /code_verifier=([\w.~%+-]{40,})/g);
  secrets.addMatches('access token', wire, /"access_token":\s*"([^"]{16,})"/g);
  secrets.addMatches('refresh token', wire, /"refresh_token":\s*"([^"]{16,})"/g);
  secrets.addMatches('session cookie', wire, /PulseSession=([^;"\\]{16,})/g);
  secrets.addMatches('CSRF token', wire, /"csrfToken":\s*"([^"]{16,})"/g);
  secrets.addMatches('licence assertion', wire, /"assertion":\s*"([^"]{16,})"/g);
  const sandbox = JSON.parse(readFileSync(product.file('secrets/sandbox.json'), 'utf8')) as Record<string, string>;
  secrets.add('client secret', sandbox['clientSecret']);
  secrets.add('bot token', sandbox['botToken']);
  secrets.add('licence key', product.licence.key);
  secrets.addMatches('web service token', wire, /"webserviceToken":\s*"([^"]{16,})"/g);
  secrets.add('web service token', ...webserviceTokens);
  secrets.add('password', ACCOUNTS.maria.password, ACCOUNTS.admin.password);
  secrets.add('e-mail address', 'newbie@example.com', 'animated@example.com', 'maria@example.com');
  for (const name of ['api.encryption-key', 'api.session-secret', 'billing.encryption-key', 'billing.cookie-secret']) {
    secrets.add('key of ours', readFileSync(product.file(`secrets/${name}`), 'utf8').trim());
  }
}

const exchanges = (server: 'api' | 'billing') =>
  product.log.entries(server).flatMap(({ exchange }) => (exchange ? [exchange as Record<string, unknown>] : []));

describe('a whole sign-in with the log at its most verbose', () => {
  it('was seen with all its secrets on the wire', () => {
    const kinds = [
      'authorisation code',
      'state',
      'PKCE verifier',
      'access token',
      'refresh token',
      'session cookie',
      'CSRF token',
      'licence assertion',
      'client secret',
      'bot token',
      'licence key',
      'web service token',
      'password',
      'e-mail address',
    ];

    expect(secretsIn(wire, secrets.all)).toEqual(kinds);
    expect(secrets.kinds()).toEqual([...kinds, 'key of ours']);
  });

  it('has headers and bodies of requests and answers in the logs of both servers', () => {
    const token = exchanges('billing').find(({ url }) => url === '/oauth2/token');
    expect(JSON.stringify(token?.['requestBody'])).toContain('authorization_code');
    expect(token?.['requestHeaders']).toHaveProperty('content-type');
    expect(JSON.stringify(token?.['responseBody'])).toContain('expires_in');

    const session = exchanges('api').find(({ method, url }) => method === 'POST' && url === '/api/v1/session');
    expect(JSON.stringify(session?.['requestBody'])).toContain('maria');
    const callback = exchanges('api').find(({ url }) => String(url).startsWith(PAGES.callback));
    expect(callback?.['requestHeaders']).toHaveProperty('cookie');
    expect(callback?.['responseHeaders']).toHaveProperty('location');
  });

  it.each(['api', 'billing'] as const)('leaves none of the secrets in the log of %s', (server) => {
    const log = product.log.lines(server).join('\n');

    expect(log.length).toBeGreaterThan(10_000);
    expect(secretsIn(log, secrets.all)).toEqual([]);
  });
});
