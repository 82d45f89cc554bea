import { DEMO_LICENCE, type IssuedLicence } from '../harness/demo-licence.js';
import { RunningProduct } from '../harness/running-product.js';
import { RelayVisit } from './relay-visit.js';

let product: RunningProduct;
let licence: IssuedLicence;
let other: IssuedLicence;
let visit: RelayVisit;

beforeAll(async () => {
  product = await RunningProduct.start();
  licence = await DEMO_LICENCE.issue(product);
  other = await DEMO_LICENCE.issue(product);
});
beforeEach(() => {
  visit = new RelayVisit(product, licence);
});

const isRefused = ({ status, location }: { status: number; location: string }): void => {
  expect({ status, location }).toEqual({ status: 400, location: '' });
};

describe('an address to return to that is not letter by letter the registered one', () => {
  it.each<[string, (uri: URL) => string]>([
    ['a trailing slash', (uri) => `${uri.href}/`],
    ['other case', (uri) => uri.href.replace('callback.php', 'Callback.php')],
    ['a host in capitals', (uri) => uri.href.replace(uri.hostname, uri.hostname.toUpperCase().replace('127', '0127'))],
    ['another port', (uri) => uri.href.replace(uri.port, String(Number(uri.port) + 1))],
    ['a user name', (uri) => uri.href.replace('://', '://user@')],
    ['the host as a user name', (uri) => uri.href.replace(uri.host, `${uri.host}@evil.example`)],
    ['a way out of its folder', (uri) => `${uri.href}/../../evil.php`],
    ['an encoded way out of its folder', (uri) => `${uri.href}%2f..%2f..%2fevil.php`],
    ['a look-alike host in Punycode', (uri) => uri.href.replace(uri.host, 'xn--pulselms-9xd.example')],
    ['a host that goes on', (uri) => uri.href.replace(uri.host, `${uri.host}.evil.example`)],
    ['a query', (uri) => `${uri.href}?next=https://evil.example/`],
    ['a fragment', (uri) => `${uri.href}#evil`],
    ['another scheme', (uri) => uri.href.replace('http:', 'https:')],
    ['a script', () => 'javascript:alert(1)'],
    ['a backslash', (uri) => uri.href.replace('/local', '\\local')],
    ['a space at its end', (uri) => `${uri.href} `],
  ])('%s is told on a page, and leads nowhere', async (_, change) => {
    const page = await visit.authorize({ redirect_uri: change(new URL(visit.redirectUri)) });
    isRefused(page);
    expect(page.text).not.toContain('evil');
  });

  it.each(['redirect_uri', 'client_id'])('a %s given twice is taken for none', async (name) => {
    const value = new URL(visit.authorizeUrl()).searchParams.get(name) ?? '';
    for (const second of [value, 'https://evil.example/']) {
      isRefused(await visit.get(`${visit.authorizeUrl()}&${name}=${encodeURIComponent(second)}`));
    }
  });
});

describe('a sign-in in somebody else’s hands', () => {
  it('does not go on in a browser that did not begin it', async () => {
    const stranger = new RelayVisit(product, licence);
    isRefused(await stranger.agree(await visit.authorize()));
    isRefused(await stranger.get(await visit.fromDiscord()));
  });

  it('does not end with a state of another sign-in, a made-up one, two, or none', async () => {
    const mine = new URL(await visit.fromDiscord());
    const foreign = new URL(await new RelayVisit(product, licence).fromDiscord());
    const withState = (change: (query: URLSearchParams) => void): string => {
      const url = new URL(mine);
      change(url.searchParams);
      return url.href;
    };
    isRefused(await visit.get(withState((query) => query.set('state', foreign.searchParams.get('state') ?? ''))));
    isRefused(await visit.get(withState((query) => query.set('state', 'made-up'))));
    isRefused(await visit.get(withState((query) => query.append('state', 'second'))));
    isRefused(await visit.get(withState((query) => query.delete('state'))));
    expect((await visit.get(mine.href)).status).toBe(303);
    isRefused(await visit.get(mine.href));
  });

  it('does not take a cookie that somebody else put there', async () => {
    const attacker = new RelayVisit(product, licence);
    const page = await attacker.authorize();
    for (const name of attacker.cookies.keys()) visit.cookies.set(name, 'A'.repeat(43));
    isRefused(await visit.agree(page));
  });

  it('takes answers of Discord only, whatever else they say', async () => {
    const fromDiscord = new URL(await visit.fromDiscord());
    fromDiscord.searchParams.set('iss', 'https://evil.example');
    const back = new URL((await visit.get(fromDiscord.href)).location);
    expect(back.searchParams.get('error')).toBe('server_error');
    expect(back.searchParams.get('code')).toBeNull();
  });

  it('goes on when Discord says more than is known, or does not name itself', async () => {
    const fromDiscord = new URL(await visit.fromDiscord());
    fromDiscord.searchParams.delete('iss');
    fromDiscord.searchParams.set('something_new', '1');
    const back = new URL((await visit.get(fromDiscord.href)).location);
    expect(back.searchParams.get('code')).toEqual(expect.any(String));
    expect(back.searchParams.get('state')).toBe(visit.state);
  });

  it('is asked for on a page that names the site and cannot be framed', async () => {
    const page = await visit.authorize();
    expect(page.text).toContain('PulseLMS demo');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-frame-options')).toMatch(/DENY|SAMEORIGIN/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    for (const cookie of page.headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/);
  });
});

describe('a code in the wrong hands', () => {
  const refusal = { status: 400, body: { error: 'invalid_grant' } };

  it('is worth nothing to another site, which proves itself by its own key', async () => {
    const code = await visit.code();
    const thief = new RelayVisit(product, other);
    expect(await thief.exchange(code, { code_verifier: visit.verifier })).toMatchObject(refusal);
    expect(await visit.exchange(code)).toMatchObject(refusal);
  });

  it('is worth nothing with another verifier or address', async () => {
    expect(await visit.exchange(await visit.code(), { code_verifier: 'w'.repeat(43) })).toMatchObject(refusal);
    const again = new RelayVisit(product, licence);
    expect(await again.exchange(await again.code(), { redirect_uri: `${visit.redirectUri}/` })).toMatchObject(refusal);
  });

  it('is worth something once, also when it is shown twenty times at once', async () => {
    const code = await visit.code();
    const answers = await Promise.all(Array.from({ length: 20 }, () => visit.exchange(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await visit.exchange(code)).toMatchObject(refusal);
  });

  it('is not taken with parameters that were given twice', async () => {
    const fields = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: visit.redirectUri });
    fields.append('code_verifier', visit.verifier);
    fields.append('code', 'made-up');
    fields.append('code', await visit.code());
    expect((await visit.client('/oauth2/token', fields)).status).toBe(400);
  });

  it('is not given for the key of one site under the name of another', async () => {
    const mixed = new RelayVisit(product, { clientId: licence.clientId, key: other.key });
    expect(await mixed.exchange(await visit.code())).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('is worth nothing when the licence was revoked on the way', async () => {
    const ending = await DEMO_LICENCE.issue(product);
    const late = new RelayVisit(product, ending);
    const code = await late.code();
    await product.cli('billing', 'license:revoke', ending.clientId);
    expect(await late.exchange(code)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    isRefused(await late.authorize());
  });

  it('outlives a restart of the billing server, as does the sign-in before it', async () => {
    const fromDiscord = await visit.fromDiscord();
    await product.crash('billing');
    await product.startServer('billing');
    const back = new URL((await visit.get(fromDiscord)).location);
    await product.crash('billing');
    await product.startServer('billing');
    expect((await visit.exchange(back.searchParams.get('code') ?? '')).status).toBe(200);
  });
});

describe('tokens in the wrong hands', () => {
  it('are worth nothing to another site, which can neither refresh nor end them', async () => {
    const { refresh, access } = await visit.tokens();
    const thief = new RelayVisit(product, other);
    expect(await thief.refresh(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await thief.revoke(refresh)).status).toBe(200);
    expect(await visit.me(access)).toBe(200);
    expect(await visit.me(refresh)).toBe(401);
    expect((await visit.refresh(access)).status).toBe(400);
  });
});
