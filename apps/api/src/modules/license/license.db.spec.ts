import { randomInt } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import { makeLicenceKey } from '@pulsetech/domain';
import { InvalidRequestError, SecretBox } from '@pulsetech/server-kit';
import { FakeClock } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { GUILD_ID, SigningBilling } from '../../../test/signing-billing.js';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { Caches } from '../../platform/caches/caches.js';
import { openDatabase } from '../../platform/database/open-database.js';
import { LicenseStateEntity } from './license-state.entity.js';
import { LicenseError } from './license.errors.js';
import { LicenseRepository } from './license.repository.js';
import { LicenseService } from './license.service.js';

describe('the licence of a site', () => {
  let test: TestConfig;
  let dataSource: DataSource;
  let clock: FakeClock;
  let billing: SigningBilling;
  let box: SecretBox;
  let license: LicenseService;

  const serviceWith = (secretBox: SecretBox): LicenseService => {
    const client = new BillingClient({ baseUrl: 'http://billing.example', timeoutMs: 500, fetch: billing.fetch });
    return new LicenseService(new LicenseRepository(dataSource), client, secretBox, clock, test.config, new Caches());
  };
  const row = () => dataSource.manager.findOneByOrFail(LicenseStateEntity, { id: 1 });

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await testConfig({ BILLING_URL: 'http://billing.example' });
    dataSource = await openDatabase(test.config);
    box = await SecretBox.create(SecretBox.makeKey());
  }, 120_000);
  afterAll(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 30_000);
  beforeEach(async () => {
    await dataSource.manager.clear(LicenseStateEntity);
    clock = new FakeClock();
    billing = new SigningBilling(clock);
    license = serviceWith(box);
  });

  const verified = async (): Promise<void> => {
    await license.setKey(billing.key);
    await license.verify();
  };

  it('is not verified while there is no key, and says what to do', async () => {
    await expect(license.current()).resolves.toMatchObject({
      status: 'not_verified',
      usable: false,
      maskedKey: null,
      message: expect.stringContaining('No licence key is set yet') as string,
    });
    await expect(license.requireUsable()).rejects.toThrow(LicenseError);
    await expect(license.verify()).resolves.toMatchObject({ status: 'not_verified' });
    expect(billing.asked).toEqual([]);
  });

  it('is not verified between entering the key and the first answer', async () => {
    await license.setKey(billing.key);
    await expect(license.current()).resolves.toMatchObject({ status: 'not_verified', usable: false });
  });

  it('is valid after verification, and tells the Discord server', async () => {
    await license.setKey(` ${billing.key.toLowerCase()} `);
    await expect(license.verify()).resolves.toMatchObject({
      status: 'valid',
      reason: null,
      usable: true,
      guildId: GUILD_ID,
      guildName: 'PulseTech Community',
      clientId: 'client-1',
      maskedKey: `PLMS-****-****-****-${billing.key.slice(-4)}`,
      graceUntil: null,
      verifiedAt: clock.nowSeconds(),
    });
    await expect(license.requireUsable()).resolves.toEqual({
      key: billing.key,
      guildId: GUILD_ID,
      clientId: 'client-1',
    });
  });

  it('is stored sealed: the key stands nowhere in the database', async () => {
    await verified();
    expect(JSON.stringify(await row())).not.toContain(billing.key);
    expect(JSON.stringify(await row())).not.toContain(billing.key.slice(5, 19));
  });

  it.each([
    ['PLMS-AAAA', 'not a licence key'],
    ['PLMS-AAAA-AAAA-AAAA-AAAO', 'last group'],
    ['PLMS-2345-6789-ABCD-EFGZ', 'typing error'],
  ])('refuses the mistyped key %s and says where the error is', async (text, message) => {
    const setting = license.setKey(text);
    await expect(setting).rejects.toThrow(InvalidRequestError);
    await expect(setting).rejects.toMatchObject({ fields: { licenceKey: expect.stringContaining(message) as string } });
    expect(billing.asked).toEqual([]);
  });

  it('stays usable for 71 hours without an answer, and says until when', async () => {
    await verified();
    const until = clock.nowSeconds() + 72 * 3600;
    billing.down = true;
    clock.advanceHours(71);
    await expect(license.verify()).resolves.toMatchObject({
      status: 'valid',
      usable: true,
      graceUntil: until,
      message: expect.stringContaining('4 January 2026, 00:00 UTC') as string,
    });
    await expect(license.requireUsable()).resolves.toMatchObject({ guildId: GUILD_ID });
  });

  it('is invalid after 73 hours without an answer, also when nobody asked meanwhile', async () => {
    await verified();
    clock.advanceHours(73);
    await expect(license.current()).resolves.toMatchObject({ status: 'invalid', reason: 'unreachable', usable: false });
    billing.down = true;
    await expect(license.verify()).resolves.toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('billing.example') as string,
    });
    await expect(license.requireUsable()).rejects.toMatchObject({ code: 'licence_invalid' });
  });

  it('is usable again as soon as the billing server answers', async () => {
    await verified();
    billing.down = true;
    clock.advanceHours(80);
    await license.verify();
    billing.down = false;
    await expect(license.verify()).resolves.toMatchObject({ status: 'valid', usable: true, graceUntil: null });
  });

  it.each([
    ['licence_unknown', 'unknown'],
    ['licence_expired', 'expired'],
    ['licence_revoked', 'revoked'],
    ['licence_wrong_site', 'wrong_site'],
  ])('ends at once on the definite answer %s', async (code, reason) => {
    await verified();
    billing.refusal = code;
    clock.advanceHours(1);
    await expect(license.verify()).resolves.toMatchObject({ status: 'invalid', reason, usable: false });
    billing.refusal = null;
    billing.down = true;
    await expect(license.verify()).resolves.toMatchObject({ status: 'invalid', reason });
  });

  it.each(['internal_error', 'too_many_requests', 'licence_missing'])(
    'takes %s for no answer and goes on',
    async (code) => {
      await verified();
      billing.refusal = code;
      await expect(license.verify()).resolves.toMatchObject({ status: 'valid', usable: true });
    },
  );

  it('ends with the licence itself, without asking', async () => {
    billing.expiresAt = clock.nowSeconds() + 24 * 3600;
    await verified();
    clock.advanceHours(23);
    await expect(license.current()).resolves.toMatchObject({ usable: true });
    clock.advanceHours(2);
    await expect(license.current()).resolves.toMatchObject({ status: 'invalid', reason: 'expired', usable: false });
  });

  it('counts after its end while the billing server grants it, and says until when to renew it', async () => {
    const [end, grace] = [clock.nowSeconds() + 24 * 3600, clock.nowSeconds() + 48 * 3600];
    Object.assign(billing, { expiresAt: end, graceUntil: grace });
    await verified();
    await expect(license.current()).resolves.toMatchObject({ usable: true, renewBy: null });
    clock.advanceHours(25);
    await expect(license.current()).resolves.toMatchObject({
      usable: true,
      renewBy: grace,
      message: expect.stringContaining('renew it before then') as string,
    });
    clock.advanceHours(24);
    await expect(license.current()).resolves.toMatchObject({ reason: 'expired', usable: false, renewBy: null });
  });

  describe('that is for another Discord server than before', () => {
    const elsewhere = { id: '900000000000000002', name: 'Another Server' };
    const moved = expect.stringMatching(/it was for “PulseTech Community”; it is for “Another Server” now/) as string;

    it('says so for a month, when it was moved', async () => {
      await verified();
      billing.guild = elsewhere;
      await expect(license.verify()).resolves.toMatchObject({ guildId: elsewhere.id, usable: true, message: moved });
      await expect(license.verify()).resolves.toMatchObject({ message: moved });
      clock.advanceHours(31 * 24);
      const { message } = await license.verify();
      expect(message).toBe('The licence is valid for the Discord server “Another Server”.');
    });

    it('says so, when another key was entered', async () => {
      await verified();
      await license.setKey(makeLicenceKey(randomInt));
      billing.guild = elsewhere;
      await expect(license.verify()).resolves.toMatchObject({ guildId: elsewhere.id, message: moved });
    });

    it('says nothing when it is for the first one again', async () => {
      await verified();
      await license.setKey(null);
      await license.setKey(billing.key);
      const { message } = await license.verify();
      expect(message).toBe('The licence is valid for the Discord server “PulseTech Community”.');
    });
  });

  it('is invalid with the reason when the very first verification finds no billing server', async () => {
    billing.down = true;
    await license.setKey(billing.key);
    await expect(license.verify()).resolves.toMatchObject({ status: 'invalid', reason: 'unreachable', usable: false });
  });

  it('follows when the billing server changes its signing key', async () => {
    await verified();
    billing.rotate();
    await expect(license.verify()).resolves.toMatchObject({ status: 'valid', graceUntil: null });
    expect(billing.asked.filter((path) => path.endsWith('jwks.json'))).toHaveLength(2);
    await license.verify();
    expect(billing.asked.filter((path) => path.endsWith('jwks.json'))).toHaveLength(2);
  });

  it.each([
    ['signed with another key', (b: SigningBilling) => b.forge()],
    ['about another licence', (b: SigningBilling) => (b.claims = { key: 'f'.repeat(64) })],
    ['about another Discord server', (b: SigningBilling) => (b.claims = { guild: '111111111111111111' })],
    ['for somebody else', (b: SigningBilling) => (b.claims = { aud: 'other' })],
  ])('believes no statement that is %s', async (_, tamper) => {
    await verified();
    clock.advanceHours(1);
    const { verifiedAt } = await license.current();
    tamper(billing);
    const message = expect.stringContaining("The billing server's answer could not be trusted") as string;
    await expect(license.verify()).resolves.toMatchObject({ status: 'valid', verifiedAt, message });
    clock.advanceHours(72);
    await expect(license.current()).resolves.toMatchObject({ usable: false, message });
  });

  it('allows no more than 72 hours, whatever the statement says', async () => {
    billing.claims = { exp: clock.nowSeconds() + 1000 * 3600 };
    await verified();
    clock.advanceHours(73);
    await expect(license.current()).resolves.toMatchObject({ usable: false });
  });

  it('does not believe a statement from the future', async () => {
    const year = 365 * 24 * 3600;
    billing.claims = { iat: clock.nowSeconds() + year, exp: clock.nowSeconds() + year };
    await license.setKey(billing.key);
    await license.verify();
    await expect(license.current()).resolves.toMatchObject({ usable: false });
  });

  it('gives nothing for a row that was changed by hand', async () => {
    await verified();
    await dataSource.manager.update(LicenseStateEntity, { id: 1 }, { guildId: '111111111111111111' });
    license.forget();
    await expect(license.current()).resolves.toMatchObject({ usable: false });
  });

  it('forgets everything about the former key when another is entered, and nothing when it is the same', async () => {
    await verified();
    await license.setKey(billing.key);
    await expect(license.current()).resolves.toMatchObject({ status: 'valid' });
    await license.setKey(makeLicenceKey(randomInt));
    await expect(license.current()).resolves.toMatchObject({ status: 'not_verified', guildId: null, usable: false });
    await license.setKey(null);
    await expect(license.current()).resolves.toMatchObject({ status: 'not_verified', maskedKey: null });
  });

  it('lets a late answer about the former key change nothing about the new one', async () => {
    await license.setKey(billing.key);
    const late = license.verify();
    await license.setKey(makeLicenceKey(randomInt));
    await late;
    license.forget();
    await expect(license.current()).resolves.toMatchObject({ status: 'not_verified', usable: false });
  });

  it('asks once for verifications at the same time', async () => {
    await license.setKey(billing.key);
    await Promise.all([license.verify(), license.verify(), license.verify()]);
    expect(billing.asked.filter((path) => path.endsWith('verify')).length).toBeLessThanOrEqual(1);
  });

  it('says what to do when the encryption key of the server was changed, and takes the key again', async () => {
    await verified();
    const other = serviceWith(await SecretBox.create(SecretBox.makeKey('k2')));
    await expect(other.current()).resolves.toMatchObject({
      status: 'invalid',
      reason: 'format',
      message: expect.stringContaining('Enter it again') as string,
    });
    await other.setKey(billing.key);
    await expect(other.verify()).resolves.toMatchObject({ status: 'valid', usable: true });
  });

  it('is seen by another process within seconds', async () => {
    const other = serviceWith(box);
    await other.current();
    await verified();
    clock.advanceSeconds(3);
    await expect(other.current()).resolves.toMatchObject({ status: 'valid' });
  });
});
