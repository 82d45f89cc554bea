import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Clock, type LoggingOptions } from '@pulsetech/server-kit';
import { FakeClock, temporaryFolder, testDatabase } from '@pulsetech/testing';
import { DataSource } from 'typeorm';
import { AppModule } from '../src/app.module.js';
import { configureServer } from '../src/create-server.js';
import { WalkPauses } from '../src/modules/guilds/snapshots/walk-pauses.js';
import { LicenceIssuingService } from '../src/modules/licenses/licence-issuing.service.js';
import { LicencesModule } from '../src/modules/licenses/licences.module.js';
import type { AppConfig } from '../src/platform/config/app-config.js';
import { readConfig } from '../src/platform/config/read-config.js';
import { BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, FakeDiscord, GUILD } from './fake-discord.js';
import { MIGRATED } from './migrated.js';

export interface IssuedLicence {
  readonly key: string;
  readonly clientId: string;
  readonly redirectUri: string;
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: NonNullable<LoggingOptions['destination']>;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** The whole billing server with a database of its own, a clock to be moved, and a Discord that does as told. */
export class BillingUnderTest {
  private constructor(
    readonly app: NestExpressApplication,
    readonly discord: FakeDiscord,
    readonly clock: FakeClock,
    readonly url: string,
    private readonly cleanUp: () => Promise<void>,
    private readonly beside: () => Promise<BillingUnderTest>,
  ) {}

  static async start(options: StartOptions = {}): Promise<BillingUnderTest> {
    const discord = await new FakeDiscord().start();
    const database = await testDatabase(MIGRATED);
    const folder = temporaryFolder('billing-');
    const clock = new FakeClock(Date.now());
    const config = readConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATA_DIR: folder.path,
      ...(database.url ? { BILLING_DATABASE_URL: database.url } : {}),
      BILLING_PUBLIC_URL: 'http://billing.test',
      DISCORD_CLIENT_ID: CLIENT_ID,
      DISCORD_CLIENT_SECRET: CLIENT_SECRET,
      DISCORD_BOT_TOKEN: BOT_TOKEN,
      DISCORD_API_URL: `${discord.url}/api`,
      DISCORD_GATEWAY: 'off',
      DISCORD_AUTHORIZE_URL: `${discord.url}/oauth2/authorize`,
      DISCORD_ISSUER: discord.url,
      ...options.env,
    });
    const open = async (cleanUp: () => Promise<void>): Promise<BillingUnderTest> => {
      const { app, url } = await openServer(config, clock, options.log);
      const close = async (): Promise<void> => {
        await app.close();
        await cleanUp();
      };
      return new BillingUnderTest(app, discord, clock, url, close, () => open(() => Promise.resolve()));
    };
    return open(async () => {
      await database.drop();
      folder.remove();
      await discord.stop();
    });
  }

  /** Another process on the same database, with the same keys and the same Discord. Stop it before this one. */
  another(): Promise<BillingUnderTest> {
    return this.beside();
  }

  /** Ends the process, and leaves everything else where it is. */
  async endProcess(): Promise<void> {
    await this.app.close();
  }

  stop(): Promise<void> {
    return this.cleanUp();
  }

  get database(): DataSource {
    return this.app.get(DataSource);
  }

  get licences(): LicenceIssuingService {
    return this.app.get(LicenceIssuingService);
  }

  async issue(name = 'Demo site', expiresAt: number | null = null, guildId = GUILD): Promise<IssuedLicence> {
    const host = name.toLowerCase().replace(/[^a-z]+/g, '-');
    const redirectUri = `https://${host}.example/local/pulsetech_discord/callback.php`;
    const issued = await this.licences.issue({ guildId, name, redirectUris: [redirectUri], expiresAt });
    return { ...issued, redirectUri };
  }

  /** Calls the server with a bearer token. */
  async call(
    method: string,
    path: string,
    options: { key?: string; json?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<JsonAnswer> {
    const { key, json, headers } = options;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body, headers: response.headers };
  }
}

async function openServer(
  config: AppConfig,
  clock: FakeClock,
  log: StartOptions['log'],
): Promise<{ app: NestExpressApplication; url: string }> {
  const module = await Test.createTestingModule({
    imports: [AppModule.forRoot(config, log), LicencesModule],
    providers: [LicenceIssuingService],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(WalkPauses)
    .useValue({ outagesMs: [5, 5], countsMs: [5] } satisfies WalkPauses)
    .compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, bufferLogs: true });
  await configureServer(app, config).listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}
