import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTVerifyResult } from 'jose';
import { hashToken } from '@pulsetech/server-kit';
import { BillingUnderTest } from '../../../test/billing-under-test.js';
import { GUILD } from '../../../test/fake-discord.js';
import { LicenceEntity } from './licence.entity.js';

const DAY_S = 86_400;
const REDIRECT = 'https://lms.example/local/pulsetech_discord/callback.php';

describe('licences', () => {
  let billing: BillingUnderTest;

  beforeAll(async () => {
    billing = await BillingUnderTest.start();
  }, 120_000);
  afterAll(() => billing.stop());
  beforeEach(() => {
    billing.discord.fault = () => undefined;
  });

  const verify = (key: string, json: unknown = {}) => billing.call('POST', '/v1/licenses/verify', { key, json });
  const order = (changes: object = {}) => ({
    guildId: GUILD,
    name: 'A site',
    redirectUris: [REDIRECT],
    expiresAt: null,
    ...changes,
  });
  async function assertion(token: unknown): Promise<JWTVerifyResult> {
    const keys = await billing.call('GET', '/.well-known/jwks.json');
    return jwtVerify(String(token), createLocalJWKSet(keys.body as unknown as JSONWebKeySet), {
      issuer: 'http://billing.test',
      audience: 'pulsetech-site',
      currentDate: new Date(billing.clock.nowMs()),
    });
  }

  it('are issued with a key that is shown once and stored as its hash', async () => {
    const { key, clientId } = await billing.licences.issue(order());
    expect(key).toMatch(/^PLMS(-[0-9A-Z]{4}){4}$/);
    const row = await billing.database.manager.findOneByOrFail(LicenceEntity, { clientId });
    expect(row.keyHash).toBe(hashToken(key));
    expect(JSON.stringify(row)).not.toContain(key.slice(0, 12));
    expect(await billing.licences.show(clientId)).toMatchObject({ keyTail: key.slice(-4), redirectUris: [REDIRECT] });
  });

  it.each([
    [{ guildId: '42' }],
    [{ name: ' ' }],
    [{ name: 'x'.repeat(101) }],
    [{ redirectUris: [] }],
    [{ redirectUris: ['lms.example/callback.php'] }],
    [{ redirectUris: ['javascript:alert(1)'] }],
    [{ redirectUris: ['https://lms.example/#top'] }],
    [{ redirectUris: ['https://user:pw@lms.example/'] }],
    [{ redirectUris: ['https://*.example/callback.php'] }],
    [{ redirectUris: [`https://lms.example/${'x'.repeat(512)}`] }],
    [{ expiresAt: 1 }],
    [{ expiresAt: Date.UTC(2099, 11, 31) / 1000 }],
  ])('are not issued for %j', async (changes) => {
    await expect(billing.licences.issue(order(changes))).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('are verified with guild, client id, and an assertion that can be checked without asking again', async () => {
    const { key, clientId } = await billing.issue();
    const { status, body } = await verify(key, { siteUrl: 'http://localhost:3000' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'valid',
      clientId,
      guild: { id: GUILD, name: 'Demo guild' },
      expiresAt: null,
    });
    const { payload, protectedHeader } = await assertion(body['assertion']);
    const now = billing.clock.nowSeconds();
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: clientId, guild: GUILD, key: hashToken(key), iat: now, exp: now + 3 * DAY_S });
    expect(await billing.licences.show(clientId)).toMatchObject({ siteUrl: 'http://localhost:3000', verifiedAt: now });
  });

  it('are known by a key that was typed in small letters or with stray spaces', async () => {
    const { key } = await billing.issue();
    expect((await verify(key.toLowerCase())).status).toBe(200);
  });

  it('are asserted no longer than they last', async () => {
    const expiresAt = billing.clock.nowSeconds() + DAY_S;
    const { key } = await billing.issue('Short', expiresAt);
    const { body } = await verify(key);
    expect(body['expiresAt']).toBe(expiresAt);
    expect((await assertion(body['assertion'])).payload.exp).toBe(expiresAt);
  });

  it('are verified without Discord, then without the guild’s name', async () => {
    const unread = await billing.issue('Elsewhere', null, '900000000000000009');
    expect((await verify(unread.key)).body).toMatchObject({
      status: 'valid',
      guild: { id: '900000000000000009', name: null },
    });
  });

  it('end when they expire or are revoked, and say which', async () => {
    const expiring = await billing.issue('Expiring', billing.clock.nowSeconds() + 60);
    const revoked = await billing.issue('Revoked');
    await billing.licences.revoke(revoked.clientId);
    billing.clock.advanceSeconds(60);
    expect(await verify(expiring.key)).toMatchObject({ status: 403, body: { error: { code: 'licence_expired' } } });
    expect(await verify(revoked.key)).toMatchObject({ status: 403, body: { error: { code: 'licence_revoked' } } });
  });

  it('can be extended, but not after they were revoked', async () => {
    const { key, clientId } = await billing.issue('Extended', billing.clock.nowSeconds() + 60);
    billing.clock.advanceSeconds(60);
    await billing.licences.extend(clientId, billing.clock.nowSeconds() + DAY_S);
    expect((await verify(key)).status).toBe(200);
    await billing.licences.extend(clientId, null);
    expect((await verify(key)).body['expiresAt']).toBeNull();
    await billing.licences.revoke(clientId);
    await expect(billing.licences.extend(clientId, null)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(billing.licences.revoke('nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuse fields that they do not know', async () => {
    const { key } = await billing.issue();
    expect(await verify(key, { guildId: '1' })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    });
    expect(await verify(key, { siteUrl: 'no address' })).toMatchObject({ status: 400 });
  });

  it('cannot be found by trying keys out, while keys that were right before stay welcome', async () => {
    const known = await billing.issue('Known');
    const fresh = await billing.issue('Fresh');
    expect((await verify(known.key)).status).toBe(200);
    billing.clock.advanceHours(1);
    const statuses = new Set<number>();
    for (let n = 0; n < 40; n++) statuses.add((await verify(`PLMS-2222-2222-2222-${2222 + n}`)).status);
    expect([...statuses].sort()).toEqual([401, 429]);
    const refused = await verify(fresh.key);
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    expect((await verify(known.key)).status).toBe(200);
    billing.clock.advanceSeconds(601);
    expect((await verify(fresh.key)).status).toBe(200);
  });
});
