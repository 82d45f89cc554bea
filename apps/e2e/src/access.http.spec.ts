import { ACCOUNTS } from './harness/discord-people.js';
import { RunningProduct } from './harness/running-product.js';
import { errorCode, SiteClient } from './harness/site-client.js';

let product: RunningProduct;
let stranger: SiteClient;
let people: Readonly<Record<Person, SiteClient>>;

beforeAll(async () => {
  product = await RunningProduct.start();
  const signedIn = ({ username, password }: { username: string; password: string }) =>
    SiteClient.signedIn(product.url, username, password);
  stranger = new SiteClient(product.url);
  people = {
    learner: await signedIn(ACCOUNTS.maria),
    creator: await signedIn(ACCOUNTS.creator),
    admin: await signedIn(ACCOUNTS.admin),
  };
});

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Who may, of those below; everybody else is refused. */
  readonly allowed: readonly Person[];
}

const PEOPLE = ['learner', 'creator', 'admin'] as const;
type Person = (typeof PEOPLE)[number];

const everybodySignedIn: readonly Person[] = PEOPLE;

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/v1/dashboard', allowed: everybodySignedIn },
  { method: 'GET', path: '/api/v1/link', allowed: everybodySignedIn },
  { method: 'POST', path: '/api/v1/link/start', allowed: everybodySignedIn },
  { method: 'POST', path: '/api/v1/link/sync', allowed: everybodySignedIn },
  { method: 'DELETE', path: '/api/v1/link', allowed: everybodySignedIn },
  { method: 'GET', path: '/api/v1/link/why?courseId=1', allowed: everybodySignedIn },
  { method: 'GET', path: '/api/v1/mappings', allowed: ['creator', 'admin'] },
  { method: 'GET', path: '/api/v1/mappings/options', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/mappings', allowed: ['admin'] },
  { method: 'DELETE', path: '/api/v1/mappings/999999', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/discord-roles', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/discord-roles/refresh', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/settings', allowed: ['admin'] },
  { method: 'PUT', path: '/api/v1/settings', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/settings/licence/verify', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/caches/purge', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/tokens', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/tokens/functions', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/webservice/log', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/tokens', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/tokens/billing', allowed: ['admin'] },
  { method: 'DELETE', path: '/api/v1/tokens/999999', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/sync/runs', allowed: ['admin'] },
  { method: 'POST', path: '/api/v1/sync/runs', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/sync/changes', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/sync/changes.csv', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/sync/runs/1/changes.csv', allowed: ['admin'] },
  { method: 'GET', path: '/api/v1/sync/why?userId=1&courseId=1', allowed: ['admin'] },
];

const bodyOf = (method: Route['method']) => (method === 'POST' || method === 'PUT' ? {} : undefined);

describe.each(ROUTES)('$method $path', ({ method, path, allowed }) => {
  it('refuses somebody who is not signed in', async () => {
    const { csrfToken } = await stranger.session();
    const answer = await stranger.send(method, path, { body: bodyOf(method), csrfToken });

    expect(answer.status).toBe(401);
  });

  it(`lets ${allowed.join(', ')} through and refuses everybody else`, async () => {
    for (const person of PEOPLE) {
      const { status } = await people[person].send(method, path, { body: bodyOf(method) });

      if (allowed.includes(person)) expect([401, 403, 500]).not.toContain(status);
      else expect({ person, status }).toEqual({ person, status: 403 });
    }
  });
});

describe('a request that changes something', () => {
  it.each(ROUTES.filter(({ method }) => method !== 'GET'))(
    'is refused without the session’s own CSRF token: $method $path',
    async ({ method, path }) => {
      const { csrfToken } = await stranger.session();

      for (const wrong of [null, 'x'.repeat(43), csrfToken]) {
        const answer = await people.admin.send(method, path, { body: bodyOf(method), csrfToken: wrong });
        expect(answer.status).toBe(403);
      }
    },
  );

  it('is not to be had with a web service token in place of a session', async () => {
    const response = await fetch(`${product.url}/api/v1/settings`, {
      headers: { authorization: `Bearer ${'a'.repeat(32)}` },
    });

    expect(response.status).toBe(401);
  });
});

describe('signing in with a password', () => {
  it('is refused alike for a wrong password and an unknown user', async () => {
    const wrong = await new SiteClient(product.url).post('/api/v1/session', { username: 'maria', password: 'no' });
    const unknown = await new SiteClient(product.url).post('/api/v1/session', { username: 'nobody', password: 'no' });

    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual(unknown.body);
  });

  it('names the fields that are missing and refuses fields that it does not know', async () => {
    const answer = await new SiteClient(product.url).post('/api/v1/session', { username: 'maria', admin: true });

    expect(answer.status).toBe(400);
    expect(errorCode(answer)).toBe('invalid_request');
  });

  it('sets a cookie that scripts cannot read and that other sites do not send', async () => {
    const client = new SiteClient(product.url);
    const answer = await client.post('/api/v1/session', ACCOUNTS.maria);
    const cookie = answer.headers.getSetCookie().find((value) => value.startsWith('PulseSession='));

    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });
});

describe('an address that does not exist', () => {
  it('is not found below /api, in the form of all errors', async () => {
    const answer = await new SiteClient(product.url).get('/api/v1/nothing');

    expect([401, 404]).toContain(answer.status);
    expect(errorCode(answer)).toMatch(/^[a-z_]+$/);
  });
});

describe('the servers', () => {
  it('tell on /health what they depend on', async () => {
    const response = await fetch(`${product.url}/health`);
    const report = (await response.json()) as { status: string; dependencies: Record<string, { status: string }> };

    expect(response.status).toBe(200);
    expect(report.status).toBe('ok');
    expect(report.dependencies['database']?.status).toBe('up');
  });

  it('send pages with headers that keep other sites out', async () => {
    const response = await fetch(`${product.url}/login/index.php`);

    expect(response.headers.get('content-security-policy')).toMatch(/default-src|frame-ancestors/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
});
