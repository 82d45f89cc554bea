import { randomInt } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import { makeLicenceKey } from '@pulsetech/domain';
import { InvalidRequestError, SecretBox, Transactions } from '@pulsetech/server-kit';
import { FakeClock } from '@pulsetech/testing';
import type { DataSource } from 'typeorm';
import { SigningBilling } from '../../../test/signing-billing.js';
import { testConfig, type TestConfig } from '../../../test/test-config.js';
import { Caches } from '../../platform/caches/caches.js';
import { openDatabase } from '../../platform/database/open-database.js';
import { LicenseRepository } from '../license/license.repository.js';
import { LicenseService } from '../license/license.service.js';
import { SettingsPageService } from './settings-page.service.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsService } from './settings.service.js';

const WEBSERVICE = { webserviceEnabled: true, webserviceDebug: 'off', webserviceLogDays: 30 } as const;
const RUNS = {
  removalStopCount: 20,
  removalStopShare: 10,
  lossPolicy: 'unenrol',
  graceDays: 0,
  brokenMappings: 'hold',
  historyDays: 365,
} as const;
const CHANGE = { discordLogin: false, autoCreate: true, linkByEmail: true, syncInterval: 'weekly' } as const;

describe('the settings of a site', () => {
  let test: TestConfig;
  let dataSource: DataSource;
  let clock: FakeClock;
  let billing: SigningBilling;
  let settings: SettingsService;
  let page: SettingsPageService;

  const service = () =>
    new SettingsService(new SettingsRepository(dataSource, new Transactions(dataSource)), clock, new Caches());

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    test = await testConfig();
    dataSource = await openDatabase(test.config);
    clock = new FakeClock();
    billing = new SigningBilling(clock);
    settings = service();
    const client = new BillingClient({ baseUrl: 'http://billing.example', timeoutMs: 500, fetch: billing.fetch });
    const box = await SecretBox.create(SecretBox.makeKey());
    const licences = new LicenseRepository(dataSource);
    page = new SettingsPageService(
      settings,
      new LicenseService(licences, client, box, clock, test.config, new Caches()),
    );
  }, 120_000);
  afterEach(async () => {
    await dataSource.destroy();
    await test.drop();
  }, 30_000);

  it('begin as the documentation has them', async () => {
    await expect(settings.get()).resolves.toEqual({
      discordLogin: true,
      autoCreate: true,
      linkByEmail: false,
      syncInterval: 'hourly',
      ...RUNS,
      ...WEBSERVICE,
      revision: 1,
    });
  });

  it('are kept', async () => {
    await expect(settings.save(CHANGE, 1)).resolves.toEqual({ ...CHANGE, ...RUNS, ...WEBSERVICE, revision: 2 });
    await expect(service().get()).resolves.toEqual({ ...CHANGE, ...RUNS, ...WEBSERVICE, revision: 2 });
  });

  it('keep the value of what a save leaves out', async () => {
    const rest = {
      removalStopCount: 0,
      removalStopShare: 100,
      lossPolicy: 'suspend',
      graceDays: 14,
      brokenMappings: 'keep',
      historyDays: 30,
      webserviceEnabled: false,
      webserviceDebug: 'display',
      webserviceLogDays: 7,
    } as const;
    await settings.save(rest, 1);
    await page.save({ ...CHANGE, revision: 2 });
    await expect(service().get()).resolves.toEqual({ ...CHANGE, ...rest, revision: 3 });
  });

  it('are read once for questions at the same time, and again after a failure', async () => {
    const repository = new SettingsRepository(dataSource, new Transactions(dataSource));
    let reads = 0;
    const read = repository.read.bind(repository);
    repository.read = () => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('The database is away')) : read();
    };
    const asked = new SettingsService(repository, clock, new Caches());
    await expect(Promise.all([asked.get(), asked.get()])).rejects.toThrow('away');
    await Promise.all([asked.get(), asked.get(), asked.get()]);
    expect(reads).toBe(2);
  });

  it('are not overwritten from a page that is out of date', async () => {
    await settings.save(CHANGE, 1);
    await expect(service().save({ ...CHANGE, discordLogin: true }, 1)).rejects.toMatchObject({
      code: 'stale_settings',
      message: expect.stringContaining('Reload the page') as string,
    });
    await expect(settings.get()).resolves.toEqual({ ...CHANGE, ...RUNS, ...WEBSERVICE, revision: 2 });
  });

  it('take one of several saves at the same time', async () => {
    const saves = await Promise.allSettled(Array.from({ length: 5 }, () => service().save(CHANGE, 1)));
    expect(saves.filter((save) => save.status === 'fulfilled')).toHaveLength(1);
    await expect(settings.get()).resolves.toMatchObject({ revision: 2 });
  });

  it('are seen by another process within seconds', async () => {
    const other = service();
    await other.get();
    await settings.save(CHANGE, 1);
    clock.advanceSeconds(3);
    await expect(other.get()).resolves.toMatchObject({ revision: 2 });
  });

  it('verify a licence key that is saved with them, and keep it when the next save has none', async () => {
    const saved = await page.save({ ...CHANGE, licenceKey: billing.key, revision: 1 });
    expect(saved).toMatchObject({ revision: 2, licence: { status: 'valid', guildName: 'PulseTech Community' } });
    expect(JSON.stringify(saved)).not.toContain(billing.key);
    await expect(page.save({ ...CHANGE, revision: 2 })).resolves.toMatchObject({ licence: { status: 'valid' } });
    await expect(page.save({ ...CHANGE, licenceKey: ' ', revision: 3 })).resolves.toMatchObject({
      licence: { status: 'not_verified', maskedKey: null },
    });
  });

  it('save nothing at all when the key is mistyped or the page is out of date', async () => {
    await expect(page.save({ ...CHANGE, licenceKey: 'PLMS-1', revision: 1 })).rejects.toThrow(InvalidRequestError);
    await expect(settings.get()).resolves.toMatchObject({ revision: 1 });
    const stale = { ...CHANGE, licenceKey: makeLicenceKey(randomInt), revision: 7 };
    await expect(page.save(stale)).rejects.toMatchObject({ code: 'stale_settings' });
    await expect(page.view()).resolves.toMatchObject({ licence: { maskedKey: null } });
  });

  it('are saved also while the billing server does not answer', async () => {
    billing.down = true;
    await expect(page.save({ ...CHANGE, licenceKey: billing.key, revision: 1 })).resolves.toMatchObject({
      revision: 2,
      licence: { status: 'invalid', reason: 'unreachable' },
    });
  });
});
