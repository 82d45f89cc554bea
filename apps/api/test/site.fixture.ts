import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Clock, configureHttp, createErrorFilter } from '@pulsetech/server-kit';
import { FakeClock, Opened, within } from '@pulsetech/testing';
import { Logger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppModule } from '../src/app.module.js';
import { LicenseService } from '../src/modules/license/license.service.js';
import { ByHand } from '../src/modules/lms/embedded/by-hand.js';
import { EmbeddedUsers } from '../src/modules/lms/embedded/embedded-users.js';
import { ROLE_IDS } from '../src/modules/lms/embedded/moodle-shapes.js';
import { PasswordHasher } from '../src/modules/lms/embedded/password-hasher.js';
import { SiteRepository } from '../src/modules/lms/embedded/site.repository.js';
import { UsersRepository } from '../src/modules/lms/embedded/users.repository.js';
import type { LmsUser } from '../src/modules/lms/lms.port.js';
import { SettingsService } from '../src/modules/settings/settings.service.js';
import type { SiteSettingsChange } from '../src/modules/settings/site-settings.js';
import { mountWebservice } from '../src/modules/webservice/webservice.endpoint.js';
import { STATUS_OF_ERROR } from '../src/platform/errors/status-of-error.js';
import { ProcessRole } from '../src/platform/process/process-role.js';
import { Browser } from './browser.js';
import { FakeBilling } from './fake-billing.js';
import { RememberingHasher } from './remembering-hasher.js';
import { testConfig } from './test-config.js';

export const PASSWORD = 'a good password';

/** Shorter than what tests give it, so that it is told what took so long. */
const START_MS = 100_000;

/** A whole site on a database of its own, with a licence from a billing server that the test steers. */
export class SiteFixture {
  private made = 0;

  private constructor(
    readonly app: NestExpressApplication,
    readonly billing: FakeBilling,
    readonly clock: FakeClock,
    readonly log: readonly string[],
    readonly origin: string,
    private readonly opened: Opened,
  ) {}

  /** `env` is configuration beside what every site of a test has. Nothing stays open when it fails or takes too long. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<SiteFixture> {
    const opened = new Opened();
    try {
      return await within(START_MS, 'Starting the site', SiteFixture.open(opened, env));
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  private static async open(opened: Opened, env: Readonly<Record<string, string>>): Promise<SiteFixture> {
    const clock = new FakeClock();
    const billing = await FakeBilling.start(clock);
    await opened.add(() => billing.stop());
    const { config, drop } = await testConfig({ BILLING_URL: billing.url, LOG_LEVEL: 'trace', ...env });
    await opened.add(drop);
    const log: string[] = [];
    const module = AppModule.forRoot(config, {
      role: new ProcessRole('cli'),
      version: '0',
      webDist: config.DATA_DIR,
      logDestination: { write: (line: string) => void log.push(line) },
    });
    const tested = await Test.createTestingModule({ imports: [module] })
      .overrideProvider(Clock)
      .useValue(clock)
      .overrideProvider(PasswordHasher)
      .useClass(RememberingHasher)
      .compile();
    const app = tested.createNestApplication<NestExpressApplication>({ bodyParser: false, bufferLogs: false });
    await opened.add(() => app.close());
    app.useLogger(app.get(Logger));
    mountWebservice(app);
    configureHttp(app, { trustProxy: 'loopback' });
    app.useGlobalFilters(createErrorFilter(STATUS_OF_ERROR));
    await app.listen(0, '127.0.0.1');
    const licence = app.get(LicenseService);
    await licence.setKey(billing.key);
    await licence.verify();
    return new SiteFixture(app, billing, clock, log, await app.getUrl(), opened);
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  close(): Promise<void> {
    return this.opened.close();
  }

  browser(): Browser {
    return new Browser(this.origin);
  }

  /** A browser in which this user is signed in by password. */
  async browserOf(user: LmsUser): Promise<Browser> {
    const browser = this.browser();
    await browser.signIn(user.username, PASSWORD);
    return browser;
  }

  user(given: Partial<Omit<LmsUser, 'id'>> = {}): Promise<LmsUser> {
    const username = given.username ?? `user${++this.made}`;
    const email = given.email ?? `${username}@example.com`;
    const { firstname = 'Per', lastname = 'Son', confirmed = true, suspended = false } = given;
    const person = { username, email, firstname, lastname, confirmed };
    return this.app.get(EmbeddedUsers).create(person, { password: PASSWORD, suspended });
  }

  async manager(given: Partial<Omit<LmsUser, 'id'>> = {}): Promise<LmsUser> {
    const user = await this.user(given);
    await this.app.get(ByHand).assignSystemRole(user.id, ROLE_IDS.manager, user.id);
    return user;
  }

  async suspend(user: LmsUser): Promise<void> {
    await this.app.get(UsersRepository).setSuspended(user.id, true, this.clock.nowSeconds());
  }

  async deleteUser(user: LmsUser): Promise<void> {
    await this.app.get(UsersRepository).markDeleted(user.id, this.clock.nowSeconds());
  }

  course(shortname: string, fullname: string): Promise<{ readonly id: number }> {
    return this.app.get(SiteRepository).createCourse({ shortname, fullname, visible: true });
  }

  /** Lets time pass; the licence is verified again, as it is every hour. */
  async pass(seconds: number): Promise<void> {
    this.clock.advanceSeconds(seconds);
    await this.app.get(LicenseService).verify();
  }

  async settings(change: Partial<SiteSettingsChange>): Promise<void> {
    const service = this.app.get(SettingsService);
    const { revision, ...settings } = await service.get();
    await service.save({ ...settings, ...change }, revision);
  }
}
