import type { BillingTokenDto, CreatedTokenDto, ErrorBody, TokenDto } from '@pulsetech/contracts';
import { hashToken, moodleToken } from '@pulsetech/server-kit';
import type { Browser } from '../../../test/browser.js';
import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { LicenseService } from '../license/license.service.js';
import { UserEntity } from '../lms/embedded/entities/user.entity.js';
import type { LmsUser } from '../lms/lms.port.js';
import { CallersCache } from './callers.cache.js';
import { FUNCTIONS_OF_BILLING, TokenForBilling } from './token-for-billing.service.js';
import { LoginTokensService } from './login-tokens.service.js';
import { TokenOwners } from './token-owners.service.js';
import { TokenUse } from './token-use.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService, type TokenToMake } from './tokens.service.js';

const GET_USER = 'local_pulsetech_discord_get_user_by_discord_id';
const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';
const EXPIRED = {
  exception: 'webservice_access_exception',
  errorcode: 'accessexception',
  message: 'Access control exception',
};
const UNKNOWN = {
  exception: 'core\\exception\\moodle_exception',
  errorcode: 'invalidtoken',
  message: 'Invalid token - token not found',
};

describe('A web service token', () => {
  let site: SiteFixture;
  let admin: LmsUser;
  let page: Browser;

  beforeAll(async () => {
    site = await SiteFixture.start();
    admin = await site.manager({ username: 'admin' });
    page = await site.browserOf(admin);
  }, 120_000);
  closeAfterAll(() => site);

  const tokens = (): TokensService => site.app.get(TokensService);
  const make = async (more: TokenToMake = {}, ownerId = admin.id): Promise<string> =>
    (await tokens().create('bot', ownerId, more)).token;
  const call = async (token: string, from = '127.0.0.1', name = GET_USER): Promise<unknown> => {
    const form = new URLSearchParams({ wstoken: token, wsfunction: name, moodlewsrestformat: 'json' });
    if (name === GET_USER) form.set('discord_id', '5');
    const response = await fetch(`${site.origin}/webservice/rest/server.php`, {
      method: 'POST',
      body: form,
      headers: { 'x-forwarded-for': from },
    });
    return response.json();
  };
  const works = { found: false };
  const post = async (body: object, browser = page): Promise<Response> =>
    browser.change('POST', '/api/v1/tokens', body);
  const fieldsOf = async (body: object): Promise<unknown> => {
    const response = await post(body);
    return [response.status, ((await response.json()) as ErrorBody).error.fields];
  };
  const list = async (): Promise<TokenDto[]> => (await (await page.get('/api/v1/tokens')).json()) as TokenDto[];
  const shown = async (token: string): Promise<TokenDto | undefined> => {
    const stored = await site.app.get(TokensRepository).findByHash(hashToken(token));
    return (await list()).find(({ id }) => id === stored?.id);
  };
  const now = (): number => site.clock.nowSeconds();

  describe('on the settings page', () => {
    test('is made for oneself, for everything and for ever, is shown once, and ends when it is revoked', async () => {
      const response = await post({ name: ' Discord bot ' });
      expect(response.status).toBe(201);
      const { token, details, warning } = (await response.json()) as CreatedTokenDto;
      expect(token).toMatch(/^[0-9a-f]{32}$/);
      expect(warning).toBeNull();
      const expected = {
        name: 'Discord bot',
        kind: 'bot',
        owner: 'admin',
        state: 'active',
        functions: null,
        validUntil: null,
        addresses: null,
        createdBy: 'admin',
        createdAt: now(),
        lastUsedAt: null,
        lastUsedFrom: null,
      };
      expect(details).toEqual({ id: expect.any(Number) as number, ...expected });
      expect(await call(token, '192.0.2.7')).toEqual(works);
      await site.app.get(TokenUse).settled();
      expect(await (await page.get('/api/v1/tokens')).text()).not.toContain(token);
      expect(await shown(token)).toEqual({ ...details, lastUsedAt: now(), lastUsedFrom: '192.0.2.7' });

      expect((await page.change('DELETE', `/api/v1/tokens/${details.id}`)).status).toBe(204);
      expect(await call(token)).toEqual(UNKNOWN);
      expect((await page.change('DELETE', `/api/v1/tokens/${details.id}`)).status).toBe(404);
    });

    test('can have another owner and limits', async () => {
      const owner = await site.manager();
      const wanted = { owner: owner.username.toUpperCase(), functions: [MAPPINGS, GET_USER], validUntil: now() + 60 };
      const response = await post({ name: 'x', ...wanted, addresses: '10.0.0.1,192.168.' });
      const { details } = (await response.json()) as CreatedTokenDto;
      expect(details).toMatchObject({
        owner: owner.username,
        createdBy: 'admin',
        functions: [GET_USER, MAPPINGS],
        validUntil: now() + 60,
        addresses: '10.0.0.1, 192.168.',
      });
    });

    test('is refused with every field that is wrong, and what would be right', async () => {
      const wanted = { functions: [GET_USER, 'core_nothing'], validUntil: now(), addresses: '10.0.0.1, 10.0.0.256' };
      expect(await fieldsOf({ name: 'x', ...wanted })).toEqual([
        400,
        {
          functions: expect.stringMatching(
            /^There is no function core_nothing\. Those that there are: .*get_role_mappings/,
          ) as string,
          validUntil: expect.stringContaining('past already') as string,
          addresses: expect.stringMatching(/^“10\.0\.0\.256” is no address\./) as string,
        },
      ]);
      expect(await fieldsOf({ name: ' ' })).toMatchObject([
        400,
        { name: expect.stringContaining('Give the token a name') as string },
      ]);
      expect(await fieldsOf({ name: 'x', functions: [] })).toMatchObject([
        400,
        { functions: 'Choose at least one function.' },
      ]);
      expect(await fieldsOf({ name: 'x', validUntil: 3_000_000_000 })).toMatchObject([
        400,
        { validUntil: expect.stringContaining('2038') as string },
      ]);
      expect(await fieldsOf({ name: 'x', owner: 'nobody' })).toEqual([
        404,
        { owner: 'There is no user with this name. Check the username of the owner.' },
      ]);
      expect((await post({ name: 'x', kind: 'billing' })).status).toBe(400);
    });

    test('is not made for somebody who may do more', async () => {
      const owners = site.app.get(TokenOwners);
      const [manager, plain] = [await site.manager(), await site.user()];
      await expect(owners.requireNoMoreRights(manager, plain.id)).rejects.toMatchObject({
        code: 'token_owner_not_permitted',
        fields: { owner: expect.stringContaining(manager.username) as string },
      });
      await expect(owners.requireNoMoreRights(plain, manager.id)).resolves.toBeUndefined();
    });

    test('comes with a warning where its owner may not use it', async () => {
      const plain = await site.user();
      const response = await post({ name: 'x', owner: plain.username });
      expect(((await response.json()) as CreatedTokenDto).warning).toContain('webservice/rest:use');
    });

    test('is for managers only', async () => {
      const browser = await site.browserOf(await site.user());
      expect((await browser.get('/api/v1/tokens')).status).toBe(403);
      expect((await browser.get('/api/v1/tokens/functions')).status).toBe(403);
      expect((await post({ name: 'mine' }, browser)).status).toBe(403);
      expect((await browser.change('POST', '/api/v1/tokens/billing')).status).toBe(403);
    });

    test('can be limited to what the site has', async () => {
      const functions = (await (await page.get('/api/v1/tokens/functions')).json()) as { name: string }[];
      expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining([GET_USER, MAPPINGS]));
    });
  });

  describe('is refused', () => {
    test('for functions that it is not for', async () => {
      const token = await make({ functions: [MAPPINGS] });
      expect(await call(token, undefined, MAPPINGS)).toEqual([]);
      expect(await call(token)).toMatchObject({ errorcode: 'accessexception' });
    });

    test('after its last second, first as expired and then as unknown, and is shown as expired', async () => {
      const token = await make({ validUntil: now() + 1 });
      expect(await call(token)).toEqual(works);
      site.clock.advanceSeconds(1);
      expect(await call(token)).toEqual(works);
      site.clock.advanceSeconds(1);
      expect([await call(token), await call(token), await call(token)]).toEqual([EXPIRED, UNKNOWN, UNKNOWN]);
      expect(await shown(token)).toMatchObject({ state: 'expired' });
    });

    test('as expired once only, however many call at once', async () => {
      const token = await make({ validUntil: now() });
      site.clock.advanceSeconds(1);
      const answers = await Promise.all(Array.from({ length: 20 }, () => call(token)));
      expect(answers.filter((answer) => (answer as typeof EXPIRED).errorcode === 'accessexception')).toEqual([EXPIRED]);
      expect(answers.filter((answer) => (answer as typeof EXPIRED).errorcode === 'invalidtoken')).toHaveLength(19);
    });

    test('from other addresses, also while it is in use from a right one', async () => {
      const token = await make({ addresses: '10.0.0.0/8, 2001:db8:' });
      expect(await call(token, '10.1.2.3')).toEqual(works);
      expect(await call(token, '11.1.2.3')).toEqual(EXPIRED);
      expect(await call(token, '2001:db8::9')).toEqual(works);
      expect(await call(token)).toEqual(EXPIRED);
      expect(site.log.join('')).toContain('Invalid service - IP:11.1.2.3 is not supported - check this allowed user');
    });

    test('in Moodle’s order: expired, address, not confirmed, suspended, no login, REST', async () => {
      const owner = await site.user({ confirmed: false, suspended: true });
      const token = await make({ validUntil: now() + 10, addresses: '10.0.0.1' }, owner.id);
      expect(await call(token)).toEqual(EXPIRED);
      expect(await call(token, '10.0.0.1')).toMatchObject({
        errorcode: 'wsaccessuserunconfirmed',
        message: `Refused web service access for unconfirmed username: ${owner.username}`,
      });
      expect(await shown(token)).toMatchObject({ state: 'owner_unconfirmed' });
      const suspended = await site.user({ suspended: true });
      const theirs = await make({}, suspended.id);
      expect(await call(theirs)).toMatchObject({ errorcode: 'wsaccessusersuspended' });
      expect(await shown(theirs)).toMatchObject({ state: 'owner_suspended' });
      const barred = await site.user();
      await site.dataSource.manager.update(UserEntity, { id: barred.id }, { auth: 'nologin' });
      const barredToken = await make({}, barred.id);
      expect(await call(barredToken)).toMatchObject({
        errorcode: 'wsaccessusernologin',
        message: `Refused web service access for nologin authentication username: ${barred.username}`,
      });
      expect(await shown(barredToken)).toMatchObject({ state: 'owner_nologin' });
      expect(await call(await make({}, (await site.user()).id))).toEqual(EXPIRED);
      site.clock.advanceSeconds(11);
      expect([await call(token), await call(token, '10.0.0.1')]).toEqual([EXPIRED, UNKNOWN]);
    });

    test('in capital letters', async () => {
      const token = await make();
      expect(await call(`${token} `)).toEqual(works);
      const upper = token.toUpperCase();
      if (upper !== token) expect(await call(upper)).toEqual(UNKNOWN);
    });
  });

  describe('that is revoked', () => {
    test('ends once, whoever asks at the same time', async () => {
      const { details } = await tokens().create('bot', admin.id);
      const remove = async (): Promise<number> => (await page.change('DELETE', `/api/v1/tokens/${details.id}`)).status;
      expect((await Promise.all([remove(), remove()])).sort()).toEqual([204, 404]);
    });

    test('by another process ends here within two seconds', async () => {
      const token = await make();
      expect(await call(token)).toEqual(works);
      const repository = site.app.get(TokensRepository);
      await repository.remove((await repository.findByHash(hashToken(token)))?.id ?? 0);
      site.clock.advanceSeconds(2);
      expect(await call(token)).toEqual(UNKNOWN);
    });

    test('while a call looks it up is not remembered', async () => {
      const token = await make();
      const repository = site.app.get(TokensRepository);
      const stored = await repository.findByHash(hashToken(token));
      let goOn = (): void => undefined;
      const spy = jest.spyOn(repository, 'findByHash').mockImplementationOnce(
        () =>
          new Promise(
            (resolve) =>
              (goOn = () => {
                resolve(stored);
              }),
          ),
      );
      const early = call(token);
      while (spy.mock.calls.length === 0) await new Promise((done) => setTimeout(done, 2));
      await tokens().revoke(stored?.id ?? 0);
      expect(await call(token)).toEqual(UNKNOWN);
      goOn();
      expect(await early).toEqual(works);
      expect(await call(token)).toEqual(UNKNOWN);
      spy.mockRestore();
    });
  });

  describe('that is looked up', () => {
    const statements = async (work: () => Promise<unknown>): Promise<string[]> => {
      const seen: string[] = [];
      const { logger } = site.dataSource;
      site.dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
        logQuery: (query: string, values?: unknown[]) => void seen.push(`${query} ${JSON.stringify(values)}`),
      });
      await work();
      site.dataSource.logger = logger;
      // The log of the calls is written beside them, whenever its second is over.
      return seen.filter((query) => !query.includes('webservice_log'));
    };

    test('costs one indexed statement when nobody has it, and drives nobody out', async () => {
      const token = await make();
      expect(await call(token)).toEqual(works);
      await site.app.get(TokenUse).settled();
      const [only, ...more] = await statements(() => call(moodleToken()));
      expect(more).toEqual([]);
      expect(only).toContain('external_tokens');
      const cache = site.app.get(CallersCache);
      for (let i = 0; i < 2500; i++) {
        await cache.get(`unknown ${i}`, () => Promise.reject(new Error('unknown'))).catch(() => undefined);
      }
      expect((await statements(() => call(token))).filter((query) => query.includes('external_tokens'))).toEqual([]);
    });

    test('is found by the unique index of the hashes', async () => {
      const isSqlite = site.dataSource.options.type === 'better-sqlite3';
      const plan: unknown = await site.dataSource.query(
        `${isSqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} SELECT * FROM external_tokens WHERE token_hash = ?`,
        [hashToken(await make())],
      );
      expect(JSON.stringify(plan)).toContain('external_tokens_hash_uix');
    });

    test('is asked for by its hash only', async () => {
      const token = await make();
      const lines = await statements(() => call(token));
      expect(lines.join('\n')).toContain(hashToken(token));
      expect(lines.join('\n')).not.toContain(token);
    });
  });

  describe('that is used', () => {
    test('notes when and where, at most once a minute', async () => {
      const token = await make();
      const touch = jest.spyOn(site.app.get(TokensRepository), 'touch');
      const at = now();
      for (let i = 0; i < 6; i++) {
        expect(await call(token, `10.0.0.${i}`)).toEqual(works);
        site.clock.advanceSeconds(10);
      }
      expect(touch).toHaveBeenCalledTimes(1);
      await site.app.get(TokenUse).settled();
      expect(await shown(token)).toMatchObject({ lastUsedAt: at, lastUsedFrom: '10.0.0.0' });
      await call(token, '10.0.0.9');
      await site.app.get(TokenUse).settled();
      expect(await shown(token)).toMatchObject({ lastUsedAt: at + 60, lastUsedFrom: '10.0.0.9' });
      touch.mockRestore();
    });

    test('is not held up by that, nor refused when it fails', async () => {
      const token = await make();
      const touch = jest.spyOn(site.app.get(TokensRepository), 'touch');
      let fail = (): void => undefined;
      touch.mockImplementationOnce(
        () =>
          new Promise(
            (_, reject) =>
              (fail = () => {
                reject(new Error('disk full'));
              }),
          ),
      );
      expect(await call(token)).toEqual(works);
      fail();
      await site.app.get(TokenUse).settled();
      expect(site.log.join('')).toContain('could not be written');
      touch.mockRestore();
    });

    test('notes nothing for calls that were refused', async () => {
      const token = await make({ addresses: '10.0.0.1' });
      await call(token);
      await site.app.get(TokenUse).settled();
      expect(await shown(token)).toMatchObject({ lastUsedAt: null });
    });
  });

  describe('of the billing server', () => {
    const generate = async (): Promise<Response> => page.change('POST', '/api/v1/tokens/billing');
    const held = (): string => site.billing.registrations.at(-1)?.webserviceToken ?? '';
    const ofBilling = async (): Promise<TokenDto[]> => (await list()).filter(({ kind }) => kind === 'billing');

    test('is handed over and shown to nobody, and calls what billing needs', async () => {
      const response = await generate();
      expect(response.status).toBe(201);
      const text = await response.text();
      const { details, handover } = JSON.parse(text) as BillingTokenDto;
      expect(handover).toEqual({ done: true, detail: null });
      expect(details).toMatchObject({ kind: 'billing', owner: 'admin', functions: FUNCTIONS_OF_BILLING });
      expect(site.billing.registrations.at(-1)?.url).toBe('http://site.example');
      expect(text).not.toContain(held());
      expect(site.log.join('')).not.toContain(held());
      expect(await call(held())).toEqual(works);
    });

    test('takes the place of the one before', async () => {
      await generate();
      const before = held();
      expect(await call(before)).toEqual(works);
      await generate();
      expect([await call(before), await call(held())]).toEqual([UNKNOWN, works]);
      expect(await ofBilling()).toHaveLength(1);
    });

    test('leaves the one before alone when the billing server refuses it', async () => {
      await generate();
      const [before, rows] = [held(), await ofBilling()];
      site.billing.licence = 'licence_revoked';
      const response = await generate();
      site.billing.licence = 'valid';
      expect(response.status).toBe(409);
      expect(((await response.json()) as ErrorBody).error).toMatchObject({
        code: 'token_handover_refused',
        message: expect.stringContaining('licence_revoked') as string,
      });
      expect(await ofBilling()).toEqual(rows);
      expect(await call(before)).toEqual(works);
    });

    test.each(['down', 'answer_lost'] as const)(
      'works beside the one before while it is not known which one billing has (%s)',
      async (fault) => {
        await generate();
        const before = held();
        site.billing.fault = fault;
        const response = await generate();
        site.billing.fault = 'none';
        expect(((await response.json()) as BillingTokenDto).handover).toEqual({
          done: false,
          detail: expect.stringContaining('Both work') as string,
        });
        expect([await call(before), await call(held())]).toEqual([works, works]);
        await generate();
        expect(await ofBilling()).toHaveLength(1);
        expect(await call(held())).toEqual(works);
      },
    );

    test('is one, and the one that billing has, when two are generated at once', async () => {
      const answers = await Promise.all([generate(), generate(), generate()]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(await ofBilling()).toHaveLength(1);
      expect(await call(held())).toEqual(works);
    }, 30_000);

    test('is not made for somebody with whose rights it would not work, so that the one before goes on', async () => {
      const rows = await ofBilling();
      const suspended = await site.manager({ suspended: true });
      for (const owner of [await site.user(), suspended]) {
        await expect(site.app.get(TokenForBilling).generate('x', owner.username, null)).rejects.toMatchObject({
          code: 'token_owner_unfit',
          fields: { owner: expect.stringContaining(owner.username) as string },
        });
      }
      expect(await ofBilling()).toEqual(rows);
    });

    test('is not made without a valid licence', async () => {
      const rows = await ofBilling();
      site.billing.licence = 'licence_revoked';
      await site.app.get(LicenseService).verify();
      const response = await generate();
      site.billing.licence = 'valid';
      await site.app.get(LicenseService).verify();
      expect(response.status).toBe(409);
      expect(await ofBilling()).toEqual(rows);
    });
  });

  test('is nowhere in the table of tokens', async () => {
    const secrets = [await make(), await make({ kind: 'billing' }), await make({ functions: [GET_USER] })];
    secrets.push(await site.app.get(LoginTokensService).tokenFor(admin.id, 'local_pulsetech_discord'));
    const dump = JSON.stringify(await site.dataSource.query('SELECT * FROM external_tokens'));
    for (const secret of secrets) {
      expect(dump).toContain(hashToken(secret));
      expect(dump).not.toContain(secret);
    }
  });
});
