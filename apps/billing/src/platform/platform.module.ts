import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import {
  Clock,
  HealthRegistry,
  SecretBox,
  SystemClock,
  Transactions,
  createDataSource,
  readOrCreateSecret,
} from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { AppConfig, type StorageConfig } from './config/app-config.js';
import { CookieSigner } from './signing/cookie-signer.js';
import { SigningKey } from './signing/signing-key.js';
import { ENTITIES } from './database/entities.js';
import { MIGRATIONS } from './database/migrations.js';

/** Database and time: all that the command line needs. */
@Global()
@Module({})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  static forRoot(config: StorageConfig): DynamicModule {
    const providers = [
      { provide: DataSource, useFactory: () => openDatabase(config) },
      {
        provide: Transactions,
        inject: [DataSource],
        useFactory: (dataSource: DataSource) => new Transactions(dataSource),
      },
      { provide: Clock, useClass: SystemClock },
    ];
    return { module: StorageModule, providers, exports: [DataSource, Transactions, Clock] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}

/** Configuration and secrets of the server. */
@Global()
@Module({})
export class PlatformModule {
  constructor(health: HealthRegistry, dataSource: DataSource) {
    health.register('database', true, async () => {
      await dataSource.query('SELECT 1');
      return { status: 'up' };
    });
  }

  static forRoot(config: AppConfig): DynamicModule {
    const secrets = join(config.DATA_DIR, 'secrets');
    const providers = [
      { provide: AppConfig, useValue: config },
      {
        provide: SecretBox,
        useFactory: () =>
          SecretBox.create(
            config.ENCRYPTION_KEY ?? readOrCreateSecret(secrets, 'billing.encryption-key', () => SecretBox.makeKey()),
          ),
      },
      { provide: SigningKey, useFactory: () => SigningKey.readOrCreate(secrets) },
      { provide: CookieSigner, useFactory: () => CookieSigner.readOrCreate(secrets) },
    ];
    return {
      module: PlatformModule,
      imports: [StorageModule.forRoot(config)],
      providers,
      exports: [AppConfig, SecretBox, SigningKey, CookieSigner],
    };
  }
}

function openDatabase(config: StorageConfig): Promise<DataSource> {
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 });
  return createDataSource({
    url: config.BILLING_DATABASE_URL,
    sqlitePath: join(config.DATA_DIR, 'billing.sqlite'),
    entities: ENTITIES,
    migrations: MIGRATIONS,
  });
}
