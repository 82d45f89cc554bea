import type { FindOptionsWhere } from 'typeorm';
import { closeAfterAll } from '../../../../test/close-after.js';
import { PASSWORD, SiteFixture } from '../../../../test/site.fixture.js';
import type { LmsUser } from '../../lms/lms.port.js';
import { Caches } from '../../../platform/caches/caches.js';
import { CallRecorder } from '../log/call-recorder.js';
import { WebserviceLogEntity } from '../log/webservice-log.entity.js';
import { TokensService } from '../tokens.service.js';

const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

describe('The limits of the web service', () => {
  let site: SiteFixture;
  let owner: LmsUser;
  let made = 0;
  let address: string;

  beforeAll(async () => {
    site = await SiteFixture.start({
      WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '3',
      WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '6',
    });
    owner = await site.manager({ username: 'admin' });
  }, 120_000);
  closeAfterAll(() => site);
  beforeEach(() => {
    address = `192.0.2.${++made}`;
  });

  const newToken = async (kind: 'bot' | 'billing' = 'bot'): Promise<string> =>
    (await site.app.get(TokensService).create(`token ${made}`, owner.id, { kind })).token;
  const call = (wstoken: string | null, more = '&moodlewsrestformat=json'): Promise<Response> =>
    fetch(
      `${site.origin}/webservice/rest/server.php?wsfunction=${MAPPINGS}${more}${wstoken === null ? '' : `&wstoken=${wstoken}`}`,
      { headers: { 'x-forwarded-for': address } },
    );
  const statuses = async (count: number, token: string | null): Promise<number[]> => {
    const found: number[] = [];
    for (let i = 0; i < count; i++) found.push((await call(token)).status);
    return found;
  };
  /** How many calls of each kind the log tells; they are written once a second, so that there may be several rows. */
  const logged = async (
    of: FindOptionsWhere<WebserviceLogEntity>,
  ): Promise<{ rows: number; calls: Record<string, number> }> => {
    await site.app.get(CallRecorder).flush();
    const rows = await site.dataSource.getRepository(WebserviceLogEntity).findBy(of);
    const calls: Record<string, number> = {};
    for (const { functionname, outcome, username, calls: more } of rows) {
      const kind = `${functionname}: ${outcome}, ${username}`;
      calls[kind] = (calls[kind] ?? 0) + more;
    }
    return { rows: rows.length, calls };
  };

  test('refuse the calls of a token beyond its number, and tell when the next is allowed', async () => {
    const token = await newToken();
    expect(await statuses(3, token)).toEqual([200, 200, 200]);
    const refused = await call(token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
    expect(await refused.json()).toMatchObject({ errorcode: 'toomanycalls' });
    site.clock.advanceSeconds(19);
    expect((await call(token)).status).toBe(429);
    site.clock.advanceSeconds(1);
    expect(await statuses(2, token)).toEqual([200, 429]);
  });

  test('count each token on its own', async () => {
    const [one, other] = [await newToken(), await newToken()];
    expect(await statuses(4, one)).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, other)).toEqual([200]);
  });

  test.each([
    ['unknown tokens', 'no-such-token'],
    ['no token', null],
  ])('refuse an address beyond its number, also with %s, and no other address', async (_, token) => {
    expect(await statuses(7, token)).toEqual([200, 200, 200, 200, 200, 200, 429]);
    const refused = await call(await newToken(), '');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.text()).toContain('<ERRORCODE>toomanycalls</ERRORCODE>');
    address = `198.51.100.${made}`;
    expect(await statuses(1, await newToken())).toEqual([200]);
  });

  test('take all addresses of one IPv6 network for one', async () => {
    const answered: number[] = [];
    for (let i = 1; i <= 7; i++) {
      address = `2001:db8:${made}::${i}`;
      answered.push((await call('no-such-token')).status);
    }
    expect(answered).toEqual([200, 200, 200, 200, 200, 200, 429]);
  });

  test('never hold back the billing server, nor does it use up what others of its address have', async () => {
    const billing = await newToken('billing');
    // Another process made it; a few seconds later it is known here, too.
    site.app.get(Caches).purge();
    expect(await statuses(20, billing)).toEqual(Array(20).fill(200));
    expect(await statuses(7, 'no-such-token')).toEqual([...Array<number>(6).fill(200), 429]);
    expect(await statuses(20, billing)).toEqual(Array(20).fill(200));
    const posted = await fetch(`${site.origin}/webservice/rest/server.php`, {
      method: 'POST',
      body: new URLSearchParams({ moodlewsrestformat: 'json', wsfunction: MAPPINGS, wstoken: billing }),
      headers: { 'x-forwarded-for': address },
    });
    expect(posted.status).toBe(200);
    expect((await call(null)).headers.get('retry-after')).toBe('10');
  }, 30_000);

  test('count requests that cannot be read, and read none beyond the number', async () => {
    const answered: string[] = [];
    for (let i = 0; i < 7; i++) {
      const response = await fetch(`${site.origin}/webservice/rest/server.php?moodlewsrestformat=json`, {
        method: 'POST',
        body: new URLSearchParams('a=1&'.repeat(5001)),
        headers: { 'x-forwarded-for': address },
      });
      answered.push(((await response.json()) as { errorcode: string }).errorcode);
    }
    expect(answered).toEqual([...Array<string>(6).fill('toomanyvariables'), 'toomanycalls']);
  });

  test('count requests for a token by password, whose log names only people whose password was right', async () => {
    const login = (password: string): Promise<Response> =>
      fetch(`${site.origin}/login/token.php`, {
        method: 'POST',
        body: new URLSearchParams({ username: owner.username, password, service: 'local_pulsetech_discord' }),
        headers: { 'x-forwarded-for': address },
      });
    expect(await (await login(PASSWORD)).json()).toHaveProperty('token');
    for (let i = 0; i < 5; i++)
      expect(await (await login('wrong')).json()).toMatchObject({ errorcode: 'invalidlogin' });
    const refused = await login(PASSWORD);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.json()).toMatchObject({ errorcode: 'toomanycalls' });
    const { calls } = await logged({ address });
    expect(calls).toEqual({
      'login/token.php: ok, admin': 1,
      'login/token.php: invalidlogin, null': 5,
      'login/token.php: toomanycalls, null': 1,
    });
  }, 30_000);

  test('are in the log, with whose token it was, and without a row for each call', async () => {
    const token = await newToken();
    const begin = performance.now();
    await statuses(6, token);
    const { calls, rows } = await logged({ tokenname: `token ${made}`, address });
    expect(calls).toEqual({ [`${MAPPINGS}: ok, admin`]: 3, [`${MAPPINGS}: toomanycalls, admin`]: 3 });
    expect(rows).toBeLessThanOrEqual(2 * (1 + Math.ceil((performance.now() - begin) / 1000)));
  });
});
