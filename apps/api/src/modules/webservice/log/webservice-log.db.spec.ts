import type { WebserviceLogPageDto } from '@pulsetech/contracts';
import { until } from '@pulsetech/testing';
import { closeAfterAll } from '../../../../test/close-after.js';
import { SiteFixture } from '../../../../test/site.fixture.js';
import type { Browser } from '../../../../test/browser.js';
import type { LmsUser } from '../../lms/lms.port.js';
import { Leases } from '../../../platform/locks/leases.js';
import { TokensService } from '../tokens.service.js';
import { CallRecorder } from './call-recorder.js';
import { LogRetention } from './log-retention.js';
import { WebserviceLogEntity } from './webservice-log.entity.js';
import { WebserviceLogRepository } from './webservice-log.repository.js';

const SECRET = 'hunter2-hunter2-hunter2-hunter22';
const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

describe('The web service log', () => {
  let site: SiteFixture;
  let admin: LmsUser;
  let browser: Browser;
  let token: { readonly id: number; readonly secret: string };
  let recorder: CallRecorder;

  beforeAll(async () => {
    site = await SiteFixture.start();
    admin = await site.manager({ username: 'admin' });
    browser = await site.browserOf(admin);
    const made = await site.app.get(TokensService).create('my bot', admin.id);
    token = { id: made.details.id, secret: made.token };
    recorder = site.app.get(CallRecorder);
  }, 120_000);
  closeAfterAll(() => site);
  afterEach(() => jest.restoreAllMocks());
  beforeEach(async () => {
    await recorder.flush();
    await site.dataSource.getRepository(WebserviceLogEntity).clear();
  });

  const call = async (wsfunction: string, wstoken = token.secret, more = ''): Promise<Response> =>
    fetch(`${site.origin}/webservice/rest/server.php?moodlewsrestformat=json${more}`, {
      method: 'POST',
      body: new URLSearchParams({ wstoken, wsfunction }),
    });
  const page = async (query = ''): Promise<WebserviceLogPageDto> => {
    const answer = await browser.get(`/api/v1/webservice/log${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as WebserviceLogPageDto;
  };
  const rows = async (): Promise<WebserviceLogEntity[]> => site.dataSource.getRepository(WebserviceLogEntity).find();
  const entry = (part: Partial<WebserviceLogEntity>): WebserviceLogEntity =>
    site.dataSource.getRepository(WebserviceLogEntity).create({
      tokenid: null,
      tokenname: null,
      userid: null,
      username: null,
      functionname: MAPPINGS,
      outcome: 'ok',
      failed: part.outcome === undefined || part.outcome === 'ok' ? 0 : 1,
      address: null,
      calls: 1,
      total_us: 1,
      longest_us: 1,
      timefirst: part.timelast ?? 0,
      timelast: 0,
      ...part,
    });

  test('tells who called what from where, how long it took and how it ended', async () => {
    for (let i = 0; i < 3; i++) expect((await call(MAPPINGS)).status).toBe(200);
    await recorder.flush();
    const { entries, next, keptDays, functions } = await page();
    expect(entries).toEqual([
      {
        id: expect.any(Number) as number,
        tokenId: token.id,
        tokenName: 'my bot',
        userId: admin.id,
        username: 'admin',
        function: MAPPINGS,
        outcome: 'ok',
        address: '127.0.0.1',
        calls: 3,
        totalMs: expect.any(Number) as number,
        longestMs: expect.any(Number) as number,
        firstAt: site.clock.nowSeconds(),
        lastAt: site.clock.nowSeconds(),
      },
    ]);
    const { totalMs, longestMs } = entries[0] ?? { totalMs: 0, longestMs: 1 };
    expect(totalMs).toBeGreaterThanOrEqual(longestMs);
    expect([next, keptDays]).toEqual([null, 30]);
    expect(functions).toEqual(expect.arrayContaining([MAPPINGS, 'login/token.php', 'unknown function']));
  });

  test('holds nothing that was sent: neither tokens nor parameters nor names of no functions', async () => {
    await call(SECRET);
    await call(MAPPINGS, SECRET, `&x=${SECRET}`);
    await call(MAPPINGS, token.secret, `&${SECRET}=${SECRET}`);
    await recorder.flush();
    const written = await rows();
    expect(written.map(({ functionname, outcome }) => [functionname, outcome])).toEqual([
      ['unknown function', 'invalidrecord'],
      [MAPPINGS, 'invalidtoken'],
      [MAPPINGS, 'invalidparameter'],
    ]);
    expect(JSON.stringify(written)).not.toContain(SECRET);
    expect(JSON.stringify(written)).not.toContain(token.secret);
  });

  test('is written by itself within moments, once a second however many calls there are', async () => {
    const started = Date.now();
    await Promise.all(Array.from({ length: 200 }, () => call(MAPPINGS)));
    await until('a row is written', async () => (await rows()).length > 0);
    await recorder.flush();
    const written = await rows();
    const seconds = Math.ceil((Date.now() - started) / 1000);
    expect(written.length).toBeLessThanOrEqual(seconds + 1);
    expect(written.reduce((sum, { calls }) => sum + calls, 0)).toBe(200);
  });

  test.each([
    ['token', (): string => `token=${token.id}`, [MAPPINGS]],
    ['user', (): string => 'user=%20Admin%20', [MAPPINGS]],
    ['function', (): string => 'function=unknown+function', ['unknown function']],
    ['good outcome', (): string => 'outcome=ok', [MAPPINGS]],
    ['failed outcome', (): string => 'outcome=failed', ['unknown function', 'sync']],
    ['certain outcome', (): string => 'outcome=nopermissions', ['sync']],
    ['beginning', (): string => 'since=2000', [MAPPINGS, 'unknown function']],
    ['end', (): string => 'until=1999', ['sync']],
    ['time', (): string => 'since=2000&until=2000', ['unknown function']],
    ['several things', (): string => 'outcome=failed&since=1500', ['unknown function']],
    ['token that never called', (): string => 'token=999', []],
  ])('can be narrowed to a %s', async (_, query, expected) => {
    await site.dataSource
      .getRepository(WebserviceLogEntity)
      .save([
        entry({ functionname: 'sync', outcome: 'nopermissions', timelast: 1000 }),
        entry({ functionname: 'unknown function', outcome: 'invalidtoken', timelast: 2000 }),
        entry({ tokenid: token.id, username: 'admin', timelast: 3000 }),
      ]);
    expect((await page(`?${query()}`)).entries.map((found) => found.function)).toEqual(expected);
  });

  test('is read page by page, each entry once, also those of one second', async () => {
    const repository = site.dataSource.getRepository(WebserviceLogEntity);
    await repository.save(Array.from({ length: 130 }, (_, i) => entry({ timelast: 5000 + Math.floor(i / 70) })));
    const seen: number[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages++) {
      expect(pages).toBeLessThan(3);
      const found: WebserviceLogPageDto = await page(cursor === '' ? '' : `?cursor=${cursor}`);
      seen.push(...found.entries.map(({ id }) => id));
      cursor = found.next;
      // What comes meanwhile does not shift the pages.
      await repository.save(entry({ timelast: 9000 }));
    }
    expect(seen).toHaveLength(130);
    expect(new Set(seen).size).toBe(130);
  });

  test.each([
    'token=abc',
    'token=0',
    'since=-1',
    'since=1e9',
    'cursor=1',
    'cursor=1-2-3',
    'unknown=1',
    'token=1&token=2',
  ])('refuses the query %s', async (query) => {
    expect((await browser.get(`/api/v1/webservice/log?${query}`)).status).toBe(400);
  });

  test('is for those who manage the site', async () => {
    const other = await site.browserOf(await site.user());
    expect((await other.get('/api/v1/webservice/log')).status).toBe(403);
    expect((await site.browser().get('/api/v1/webservice/log')).status).toBe(401);
  });

  test('forgets what is older than the settings keep it, in batches, and nothing else', async () => {
    const now = site.clock.nowSeconds();
    const day = 86_400;
    const old = Array.from({ length: 2100 }, (_, i) => entry({ timelast: now - 8 * day - i }));
    await site.dataSource.getRepository(WebserviceLogEntity).save(old, { chunk: 500 });
    await site.dataSource.getRepository(WebserviceLogEntity).save(entry({ timelast: now - 7 * day }));
    const retention = site.app.get(LogRetention);
    await expect(retention.clear()).resolves.toBe(0);
    await site.settings({ webserviceLogDays: 7 });
    await expect(retention.clear()).resolves.toBe(2100);
    expect(await rows()).toHaveLength(1);
    expect((await page()).keptDays).toBe(7);
  });

  test('leaves the clearing up to the process that is at it', async () => {
    await site.dataSource.getRepository(WebserviceLogEntity).save(entry({ timelast: 1 }));
    const lease = await site.app.get(Leases).acquire('clear_webservice_log', { ttlMs: 60_000, waitMs: 0 });
    await expect(site.app.get(LogRetention).clear()).resolves.toBe(0);
    await lease?.release();
    await expect(site.app.get(LogRetention).clear()).resolves.toBe(1);
  });

  test('keeps calls while it cannot be written, and says so once', async () => {
    const insert = jest.spyOn(site.app.get(WebserviceLogRepository), 'insert');
    insert.mockRejectedValue(new Error('The database is away'));
    const before = site.log.length;
    for (let i = 0; i < 3; i++) {
      await call(MAPPINGS);
      await recorder.flush();
    }
    expect(await rows()).toEqual([]);
    insert.mockRestore();
    await recorder.flush();
    expect((await rows()).map(({ calls }) => calls)).toEqual([3]);
    const said = site.log.slice(before).filter((line) => line.includes('The web service log'));
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('cannot be written');
    expect(said[1]).toContain('is written again: 3 calls were kept, 0 of them without their details');
  });

  test('is complete when the server ends', async () => {
    const other = await SiteFixture.start();
    try {
      const { token: secret } = await other.app.get(TokensService).create('bot', (await other.manager()).id);
      const written: number[] = [];
      const repository = other.app.get(WebserviceLogRepository);
      const insert = repository.insert.bind(repository);
      jest.spyOn(repository, 'insert').mockImplementation(async (groups) => {
        await insert(groups);
        written.push(...groups.map(({ calls }) => calls));
      });
      await fetch(`${other.origin}/webservice/rest/server.php?wstoken=${secret}&wsfunction=${MAPPINGS}`);
      await other.close();
      expect(written).toEqual([1]);
    } finally {
      await other.close();
    }
  }, 120_000);
});
