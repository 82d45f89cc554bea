import type { CreatedTokenDto, ErrorBody } from '@pulsetech/contracts';
import { hashToken } from '@pulsetech/server-kit';
import { closeAfterAll } from '../../../test/close-after.js';
import type { SiteFixture } from '../../../test/site.fixture.js';
import { GET_USER, MAPPINGS, TokensFixture, UNKNOWN, WORKS } from '../../../test/tokens.fixture.js';
import { LoginTokensService } from './login-tokens.service.js';
import { TokenOwners } from './token-owners.service.js';
import { TokenUse } from './token-use.js';

describe('A web service token on the settings page', () => {
  let fixture: TokensFixture;
  let site: SiteFixture;

  beforeAll(async () => {
    fixture = await TokensFixture.start();
    site = fixture.site;
  }, 120_000);
  closeAfterAll(() => fixture);

  const post = async (body: object, browser = fixture.page): Promise<Response> =>
    browser.change('POST', '/api/v1/tokens', body);
  const fieldsOf = async (body: object): Promise<unknown> => {
    const response = await post(body);
    return [response.status, ((await response.json()) as ErrorBody).error.fields];
  };

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
      createdAt: fixture.now(),
      lastUsedAt: null,
      lastUsedFrom: null,
    };
    expect(details).toEqual({ id: expect.any(Number) as number, ...expected });
    expect(await fixture.call(token, '192.0.2.7')).toEqual(WORKS);
    await site.app.get(TokenUse).settled();
    expect(await (await fixture.page.get('/api/v1/tokens')).text()).not.toContain(token);
    expect(await fixture.shown(token)).toEqual({ ...details, lastUsedAt: fixture.now(), lastUsedFrom: '192.0.2.7' });

    expect((await fixture.page.change('DELETE', `/api/v1/tokens/${details.id}`)).status).toBe(204);
    expect(await fixture.call(token)).toEqual(UNKNOWN);
    expect((await fixture.page.change('DELETE', `/api/v1/tokens/${details.id}`)).status).toBe(404);
  });

  test('can have another owner and limits', async () => {
    const owner = await site.manager();
    const wanted = {
      owner: owner.username.toUpperCase(),
      functions: [MAPPINGS, GET_USER],
      validUntil: fixture.now() + 60,
    };
    const response = await post({ name: 'x', ...wanted, addresses: '10.0.0.1,192.168.' });
    const { details } = (await response.json()) as CreatedTokenDto;
    expect(details).toMatchObject({
      owner: owner.username,
      createdBy: 'admin',
      functions: [GET_USER, MAPPINGS],
      validUntil: fixture.now() + 60,
      addresses: '10.0.0.1, 192.168.',
    });
  });

  test('is refused with every field that is wrong, and what would be right', async () => {
    const wanted = {
      functions: [GET_USER, 'core_nothing'],
      validUntil: fixture.now(),
      addresses: '10.0.0.1, 10.0.0.256',
    };
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
    const functions = (await (await fixture.page.get('/api/v1/tokens/functions')).json()) as { name: string }[];
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining([GET_USER, MAPPINGS]));
  });

  test('is nowhere in the table of tokens', async () => {
    const secrets = [
      await fixture.make(),
      await fixture.make({ kind: 'billing' }),
      await fixture.make({ functions: [GET_USER] }),
    ];
    secrets.push(await site.app.get(LoginTokensService).tokenFor(fixture.admin.id, 'local_pulsetech_discord'));
    const dump = JSON.stringify(await site.dataSource.query('SELECT * FROM external_tokens'));
    for (const secret of secrets) {
      expect(dump).toContain(hashToken(secret));
      expect(dump).not.toContain(secret);
    }
  });
});
