import type { BillingTokenDto, ErrorBody, TokenDto } from '@pulsetech/contracts';
import { until } from '@pulsetech/testing';
import { closeAfterAll } from '../../../test/close-after.js';
import type { SiteFixture } from '../../../test/site.fixture.js';
import { TokensFixture, UNKNOWN, WORKS } from '../../../test/tokens.fixture.js';
import { Leases } from '../../platform/locks/leases.js';
import { LicenseService } from '../license/license.service.js';
import { FUNCTIONS_OF_BILLING, TokenForBilling } from './token-for-billing.service.js';

describe('The web service token of the billing server', () => {
  let fixture: TokensFixture;
  let site: SiteFixture;

  beforeAll(async () => {
    fixture = await TokensFixture.start();
    site = fixture.site;
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const generate = async (): Promise<Response> => fixture.page.change('POST', '/api/v1/tokens/billing');
  const held = (): string => site.billing.registrations.at(-1)?.webserviceToken ?? '';
  const ofBilling = async (): Promise<TokenDto[]> => (await fixture.list()).filter(({ kind }) => kind === 'billing');

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
    expect(await fixture.call(held())).toEqual(WORKS);
  });

  test('takes the place of the one before', async () => {
    await generate();
    const before = held();
    expect(await fixture.call(before)).toEqual(WORKS);
    await generate();
    expect([await fixture.call(before), await fixture.call(held())]).toEqual([UNKNOWN, WORKS]);
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
    expect(await fixture.call(before)).toEqual(WORKS);
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
      expect([await fixture.call(before), await fixture.call(held())]).toEqual([WORKS, WORKS]);
      await generate();
      expect(await ofBilling()).toHaveLength(1);
      expect(await fixture.call(held())).toEqual(WORKS);
    },
  );

  test('is one, and the one that billing has, when two are generated at once', async () => {
    const answers = await Promise.all([generate(), generate(), generate()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await ofBilling()).toHaveLength(1);
    expect(await fixture.call(held())).toEqual(WORKS);
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

  test('is not made when the licence went while it waited for its turn', async () => {
    const [rows, licences, leases] = [await ofBilling(), site.app.get(LicenseService), site.app.get(Leases)];
    const turn = await leases.acquire('billing token', { ttlMs: 20_000, waitMs: 0 });
    const waits = jest.spyOn(leases, 'acquire');
    const waiting = generate();
    await until('it waits for its turn', () => waits.mock.calls.length > 0);
    await licences.setKey(null);
    await turn?.release();
    expect((await waiting).status).toBe(409);
    expect(await ofBilling()).toEqual(rows);
    await licences.setKey(site.billing.key);
    await licences.verify();
  }, 30_000);

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
