import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { BillingClient } from '@pulsetech/billing-client';
import {
  Clock,
  HealthModule,
  MetricsModule,
  SecretBox,
  Transactions,
  counter,
  currentRequestId,
} from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { CacheGeneration } from './caches/cache-generation.js';
import { Caches } from './caches/caches.js';
import { AppConfig } from './config/app-config.js';
import { encryptionKeys } from './config/secrets.js';
import { openDatabase } from './database/open-database.js';
import { siteClock } from './database/site-clock.js';
import { InProcessEvents } from './events/in-process-events.js';
import { RedisEvents } from './events/redis-events.js';
import { SharedEvents } from './events/shared-events.js';
import { DependencyChecks } from './health/dependency-checks.js';
import { ProcessRole } from './process/process-role.js';
import { ProductVersion } from './process/product-version.js';
import { OptionalRedis } from './redis/optional-redis.js';

const BILLING_TIMEOUT_MS = 10_000;

const billingCalls = counter({
  name: 'pulsetech_billing_requests_total',
  help: 'Requests to the billing server, by how they ended.',
  labels: ['route', 'outcome'],
});

/** What every module may inject: configuration, database, clock, encryption, health and the billing server. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}

  static forRoot(config: AppConfig, role: ProcessRole, version: string): DynamicModule {
    return {
      module: PlatformModule,
      imports: [HealthModule.forRoot({ version }), MetricsModule.forRoot({ token: config.METRICS_TOKEN })],
      providers: [
        DependencyChecks,
        Caches,
        CacheGeneration,
        OptionalRedis,
        {
          provide: SharedEvents,
          inject: [OptionalRedis],
          useFactory: ({ server }: OptionalRedis) => (server ? new RedisEvents(server, role) : new InProcessEvents()),
        },
        { provide: AppConfig, useValue: config },
        { provide: ProcessRole, useValue: role },
        { provide: ProductVersion, useValue: new ProductVersion(version) },
        { provide: DataSource, useFactory: () => openDatabase(config) },
        { provide: Clock, inject: [DataSource], useFactory: siteClock },
        {
          provide: Transactions,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new Transactions(dataSource),
        },
        { provide: SecretBox, useFactory: () => SecretBox.create(encryptionKeys(config)) },
        {
          provide: BillingClient,
          useFactory: () =>
            new BillingClient({
              baseUrl: config.billingUrl,
              timeoutMs: BILLING_TIMEOUT_MS,
              requestId: currentRequestId,
              onAnswer: (route, outcome) => billingCalls.add({ route, outcome }),
            }),
        },
      ],
      exports: [
        AppConfig,
        ProcessRole,
        ProductVersion,
        Caches,
        CacheGeneration,
        SharedEvents,
        OptionalRedis,
        Clock,
        DataSource,
        Transactions,
        SecretBox,
        BillingClient,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
